import { guard } from "./edges.ts";

/** The localStorage key with what the person has said in this browser, `in` or `out`. */
export const CONSENT_KEY = "uptake-consent";

/** What the person has said, as far as this document has heard. */
export let word: unknown;

export const said = () => guard(() => localStorage[CONSENT_KEY] as unknown);

/** @returns true or what is like it where it is something new. */
export const heed = (next: unknown): unknown => next && next !== word && (word = next);

/** Whether the browser says, by a signal that is obeyed, that the person doesn't want to be tracked. */
export const isRefusedBySignal = (respect?: string): boolean | undefined =>
  // Each interface of the browser costs its first user something: only those who ask for it pay.
  (respect?.includes("gpc") && (navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl) ||
  (respect?.includes("dnt") && navigator.doNotTrack === "1");
