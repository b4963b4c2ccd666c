import { listen } from "./edges.ts";

/**
 * Listens for trusted inputs; their content is never looked at. Not `scroll`, `resize` or `focus`: code causes them too.
 * @param onInput called with an input's type, time (monotonic ms; 0 for `focusin` and `submit`, which are no signs of life)
 * and target, undefined where the pointer only passed over, on its way to another place.
 * @returns listens for the rest of them: those that come after others, or only tell where.
 */
export const watchInputs = (onInput: (type: string, atMs: number, target?: Node) => void): (() => void) => {
  const hear = (event: Event, atMs = event.timeStamp) => {
    if (!event.isTrusted) return;
    const target = event.target as Element | null;
    // A shadow root hides where in it. To ask that of each event would make browsers list all that is around its target.
    onInput(event.type, atMs, (target?.shadowRoot ? event.composedPath()[0] : target) as Node);
  };
  listen("pointermove", (event: Event) => event.isTrusted && onInput("", event.timeStamp));
  listen("keydown wheel pointerdown click", hear);
  return () => {
    listen("touchmove", hear);
    listen("focusin submit", (event: Event) => hear(event, 0));
    // Code that clicks a box makes one that is trusted, but has no type.
    listen("input", (event: InputEvent) => event.inputType && hear(event));
  };
};
