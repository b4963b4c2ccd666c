import { listen } from "./edges.ts";

/** Of more frequent inputs, one in this time is taken as a sign of life. */
export const SIGN_INTERVAL_MS = 250;

/**
 * Listens on the window in the capture phase, so that `stopPropagation` in the host's code hides nothing. Trusted inputs
 * only; their content is never looked at. Not `scroll`, `resize` or `focus` as signs: code causes them too.
 * @param onInput `signAtMs` is when it happened, monotonic, if it is taken as a sign of life; `focusin` and `submit` never
 * are. `target` is what took it; undefined where the pointer only passed over, on its way to another place.
 */
export const watchInputs = (
  onInput: (type: string, target: EventTarget | undefined, signAtMs: number | undefined) => void,
): void => {
  let lastMs = -SIGN_INTERVAL_MS;
  listen(
    window,
    "pointermove pointerdown keydown wheel touchmove input click focusin submit",
    (event: Event) => {
      const { type, isTrusted, timeStamp } = event;
      const isSign = !/^[fs]/.test(type) && Math.abs(timeStamp - lastMs) >= SIGN_INTERVAL_MS;
      // The others come in streams, all into one place: pointerdown, click, focusin and submit decide where that is.
      if (!isTrusted || (!isSign && !/rd|^[cfs]/.test(type))) return;
      if (isSign) lastMs = timeStamp;
      onInput(type, /mo/.test(type) ? undefined : event.composedPath()[0], isSign ? Math.round(timeStamp) : undefined);
    },
    true,
  );
};
