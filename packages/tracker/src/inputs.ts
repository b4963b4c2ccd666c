import type { Edges } from "./edges.ts";

/** Of more frequent inputs, one in this time is taken as a sign of life. */
export const SIGN_INTERVAL_MS = 250;

/** Not `scroll`, `resize` or `focus`: code causes them too. */
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "touchmove", "input", "click"];

/** One trusted input. Its content is never looked at. */
export interface Input {
  /** What took it or now holds the focus; undefined where it only passed over. */
  readonly target: EventTarget | undefined;
  /** When it happened, monotonic, if it is taken as a sign of life. */
  readonly signAtMs: number | undefined;
}

/** Listens on the window in the capture phase, so that `stopPropagation` in the host's code hides nothing. */
export function watchInputs(page: Window, edges: Edges, onInput: (input: Input) => void): void {
  let lastMs = -SIGN_INTERVAL_MS;
  let lastTarget: EventTarget | undefined;
  const take = (event: Event) => {
    if (!event.isTrusted) return;
    const atMs = Math.round(event.timeStamp);
    const sinceMs = atMs - lastMs;
    const isSign = event.type !== "focusin" && (sinceMs >= SIGN_INTERVAL_MS || sinceMs < 0);
    if (isSign) lastMs = atMs;
    // The pointer passes over regions on its way to another one: only what it presses takes the input.
    const target = event.type === "pointermove" ? undefined : event.composedPath()[0];
    // Wheels and held keys come in streams, all into one place.
    if (!isSign && (!target || target === lastTarget)) return;
    lastTarget = target ?? lastTarget;
    onInput({ target, signAtMs: isSign ? atMs : undefined });
  };
  for (const type of [...SIGNS, "focusin"]) edges.listen(page, type, take, { capture: true, passive: true });
}
