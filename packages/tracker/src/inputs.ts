import { listen } from "./edges.ts";

/** A stream of inputs is looked at this often; each one in between just leaves its time behind. */
export const STREAM_INTERVAL_MS = 1_000;

/** When the latest input came that nobody has looked at yet; 0 when there is none. */
let latestMs = 0;

/** Gives away the time of the latest input that nobody has looked at yet, monotonic ms; 0 when there is none. */
export const takeLatest = () => {
  const atMs = latestMs;
  latestMs = 0;
  return Math.round(atMs);
};

/**
 * Listens on the window in the capture phase, so that `stopPropagation` in the host's code hides nothing. Trusted inputs
 * only; their content is never looked at. Not `scroll`, `resize` or `focus`: code causes them too.
 * @param onInput called with an input's type, time (monotonic ms; 0 for `focusin` and `submit`, which are no signs of life)
 * and target, undefined where the pointer only passed over, on its way to another place.
 */
export const watchInputs = (onInput: (type: string, atMs: number, target?: EventTarget) => void): void => {
  let lookedMs = -STREAM_INTERVAL_MS;
  listen(
    window,
    "pointermove keydown wheel touchmove",
    (event: Event) => {
      if (!event.isTrusted) return;
      const atMs = event.timeStamp;
      if (atMs - lookedMs < STREAM_INTERVAL_MS && lookedMs - atMs < STREAM_INTERVAL_MS) latestMs = atMs;
      else {
        lookedMs = atMs;
        onInput(event.type, Math.round(atMs), event.type === "pointermove" ? undefined : event.composedPath()[0]);
      }
    },
    true,
  );
  // They decide where the person is.
  listen(
    window,
    "pointerdown input click focusin submit",
    (event: Event) => {
      const { type, timeStamp, isTrusted } = event;
      // Code that clicks a box makes an `input` that is trusted, but has no type.
      if (isTrusted && (type !== "input" || (event as InputEvent).inputType))
        onInput(type, /^[fs]/.test(type) ? 0 : Math.round(timeStamp), event.composedPath()[0]);
    },
    true,
  );
};
