import { expect, test } from "vitest";
import { evaluate } from "../../../tests/support/evaluate.ts";
import { createFakePage, fakeElement } from "../../../tests/support/fake-page.ts";
import { STREAM_INTERVAL_MS } from "./inputs.ts";

/** The modules, as this test uses them. */
interface Modules {
  openEdges(): void;
  watchInputs(onInput: (type: string, atMs: number, target?: unknown) => void): void;
  takeLatest(): number;
}

/** From the second that begins one minute after the load, so that no time is 0. */
function watch() {
  const page = createFakePage();
  page.sleep(60_000);
  const inputs: { readonly target: unknown; readonly atMs: number }[] = [];
  const { openEdges, watchInputs, takeLatest } = evaluate<Modules>(["inputs.ts", "edges.ts"], page);
  openEdges();
  watchInputs((_, atMs, target) => inputs.push({ target, atMs }));
  return { page, inputs, takeLatest, signs: () => inputs.flatMap(({ atMs }) => (atMs ? atMs - 60_000 : [])) };
}

test("A stream of inputs is looked at once a second, and leaves the time of its latest", () => {
  const { page, signs, takeLatest } = watch();
  for (let atMs = 0; atMs <= 4_990; atMs += 10) page.input("pointermove", fakeElement(), -atMs);
  expect(signs()).toEqual([0, 1, 2, 3, 4].map((index) => index * STREAM_INTERVAL_MS));
  expect(takeLatest()).toBe(64_990);
  expect(takeLatest()).toBe(0);
});

test("What presses, clicks, submits or takes the focus is looked at each time, and tells where", () => {
  const { page, inputs } = watch();
  page.input("pointermove");
  const elements = ["pointerdown", "focusin", "click", "submit"].map((type) => {
    const element = fakeElement();
    page.input(type, element);
    return element;
  });
  expect(inputs.map(({ target }) => target)).toEqual([undefined, ...elements]);
  expect(inputs.map(({ atMs }) => atMs)).toEqual([60_000, 60_000, 0, 60_000, 0]);
});

test.each(["scroll", "resize", "focus", "focusin", "submit", "mousemove"])(
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
