import { useEffect, useState } from "react";
import type { FeatureKey, Tracker } from "../api.ts";
import { createClaims } from "./claims.ts";
import { pageTracker } from "./page-tracker.ts";

/** A page has one tracker. */
const claims = createClaims();
let rendered = 0;

/**
 * Gives the page to a feature for as long as the component is mounted, whatever its address and regions say, as `enter` and
 * `leave` do. Of several components the innermost has it. Does nothing on a server, and without a tracker.
 * @param tracker what `createTracker` returned; `window.uptake` unless given.
 * @example
 * function Checkout() {
 *   useFeature("checkout");
 *   …
 * }
 */
export function useFeature(feature: FeatureKey, tracker?: Tracker): void {
  // Effects run from the inside out, first renders from the outside in.
  const [order] = useState(() => (rendered += 1));
  useEffect(() => {
    const by = tracker ?? pageTracker();
    return by && claims.add(order, { feature, by });
  }, [order, feature, tracker]);
}
