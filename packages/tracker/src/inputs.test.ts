import { expect, test } from "vitest";
import { evaluate } from "../../../tests/support/evaluate.ts";
import { createFakePage, fakeElement } from "../../../tests/support/fake-page.ts";
import { SIGN_INTERVAL_MS } from "./inputs.ts";

/** The modules, as this test uses them. */
interface Modules {
  openEdges(): void;
  watchInputs(onInput: (type: string, target: unknown, signAtMs: number | undefined) => void): void;
}

function watch() {
  const page = createFakePage();
  const inputs: { readonly target: unknown; readonly signAtMs: number | undefined }[] = [];
  const { openEdges, watchInputs } = evaluate<Modules>(["inputs.ts", "edges.ts"], page);
  openEdges();
  watchInputs((_, target, signAtMs) => inputs.push({ target, signAtMs }));
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

test("A stream of inputs, such as a wheel's, is handled only as often as it gives signs", () => {
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
