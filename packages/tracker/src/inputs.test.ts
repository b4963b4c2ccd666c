import { expect, test } from "vitest";
import { createFakePage, fakeElement } from "../../../tests/support/fake-page.ts";
import { createEdges } from "./edges.ts";
import { SIGN_INTERVAL_MS, watchInputs, type Input } from "./inputs.ts";

function watch() {
  const page = createFakePage();
  const inputs: Input[] = [];
  const window = page.page as unknown as Window;
  watchInputs(window, createEdges(window), (input) => inputs.push(input));
  return { page, inputs, signs: () => inputs.flatMap(({ signAtMs }) => signAtMs ?? []) };
}

test("Of frequent inputs one in 250 ms is a sign of life, by the time at which they happened", () => {
  const { page, signs } = watch();
  for (let atMs = 0; atMs <= 1_000; atMs += 10) {
    page.input("pointermove", fakeElement(), -atMs);
  }
  expect(signs()).toEqual([0, 1, 2, 3, 4].map((index) => index * SIGN_INTERVAL_MS));
});

test("An input that is no sign still tells what took it", () => {
  const { page, inputs } = watch();
  const button = fakeElement();
  page.input("pointermove");
  page.input("pointerdown", button);
  const field = fakeElement();
  page.input("focusin", field);
  expect(inputs.map(({ target }) => target)).toEqual([undefined, button, field]);
  expect(inputs.map(({ signAtMs }) => signAtMs)).toEqual([0, undefined, undefined]);
});

test("A stream of inputs into one place, such as a wheel's, is handled only as often as it gives signs", () => {
  const { page, inputs } = watch();
  const list = fakeElement();
  for (let atMs = 0; atMs < 1_000; atMs += 10) page.input("wheel", list, -atMs);
  expect(inputs).toHaveLength(4);
});

test.each(["scroll", "resize", "focus", "focusin", "mousemove"])(
  "%s is no sign of life: code causes it too",
  (type) => {
    const { page, signs } = watch();
    page.input(type);
    expect(signs()).toEqual([]);
  },
);

test.each(["pointermove", "pointerdown", "keydown", "wheel", "touchmove", "input", "click"])(
  "%s is a sign of life, if a person caused it",
  (type) => {
    const { page, signs } = watch();
    page.untrustedInput(type);
    expect(signs()).toEqual([]);
    page.input(type);
    expect(signs()).toEqual([0]);
  },
);
