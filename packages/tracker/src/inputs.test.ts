import { expect, test } from "vitest";
import { evaluate } from "../../../tests/support/evaluate.ts";
import { createFakePage, fakeElement } from "../../../tests/support/fake-page.ts";

/** The module, as this test uses it. */
interface Module {
  watchInputs(onInput: (type: string, atMs: number, target?: unknown) => void): () => void;
}

/** From the second that begins one minute after the load, so that no time is 0. */
function watch() {
  const page = createFakePage();
  page.sleep(60_000);
  const inputs: { readonly target: unknown; readonly atMs: number }[] = [];
  const { watchInputs } = evaluate<Module>(["inputs.ts"], page);
  watchInputs((_, atMs, target) => inputs.push({ target, atMs }))();
  return { page, inputs, signs: () => inputs.flatMap(({ atMs }) => (atMs ? atMs - 60_000 : [])) };
}

test("Whatever is pressed, clicked, submitted, turned or focused tells where; a pointer that moves doesn't", () => {
  const { page, inputs } = watch();
  page.input("pointermove");
  const elements = ["pointerdown", "focusin", "click", "submit", "keydown", "wheel"].map((type) => {
    const element = fakeElement();
    page.input(type, element);
    return element;
  });
  expect(inputs.map(({ target }) => target)).toEqual([undefined, ...elements]);
  expect(inputs.map(({ atMs }) => atMs)).toEqual([60_000, 60_000, 0, 60_000, 0, 60_000, 60_000]);
});

test("An input in a shadow root tells where in it", () => {
  const { page, inputs } = watch();
  const inside = fakeElement();
  const host = Object.assign(fakeElement(), { shadowRoot: {} });
  page.globals.window.fire("pointerdown", { target: host, composedPath: () => [inside, host] });
  expect(inputs.map(({ target }) => target)).toEqual([inside]);
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
