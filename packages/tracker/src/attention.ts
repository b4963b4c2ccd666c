import { guard } from "./edges.ts";
import type { Attention } from "./protocol/index.ts";
import { FEATURE_ATTRIBUTE } from "./region.ts";

/** A call, a presentation or a film without any sign of life is believed for this long. */
export const LONG_CAP_MS = 4 * 3_600_000;

/** Same, for a declared iframe and for a window that is seen beside another one. */
export const SHORT_CAP_MS = 600_000;

/** Whether somebody can see the document. */
export const isVisible = () => document.visibilityState === "visible";

/** What has the focus, in open shadow roots as well. */
export const focused = (element = document.activeElement): Element | null => {
  const inner = element?.shadowRoot?.activeElement;
  return inner ? focused(inner) : element;
};

/** The declared iframe that has the focus. Inputs in it don't reach this document. */
export const focusedFrame = () =>
  guard(() => {
    const frame = focused() as HTMLIFrameElement | null;
    return frame?.contentWindow && frame.hasAttribute(FEATURE_ATTRIBUTE) ? frame : undefined;
  });

/** Whether a medium plays, in a shadow root as well: many players are elements of their own. */
const isPlaying = (root: ParentNode): boolean =>
  [...root.querySelectorAll<HTMLMediaElement>("*")].some(
    (one) => (one.paused === false && !one.ended) || (one.shadowRoot && isPlaying(one.shadowRoot)),
  );

/**
 * How long after the last sign of life the passing of time is one by itself.
 * @returns milliseconds; 0 where only a person's signs count.
 */
export const passiveCapMs = (attention: Attention | undefined, isHeld: boolean): number => {
  const isSeen = attention === "visible";
  return isHeld || (isSeen && document.hasFocus()) || (attention === "media" && isPlaying(document))
    ? LONG_CAP_MS
    : isSeen || focusedFrame()
      ? SHORT_CAP_MS
      : 0;
};
