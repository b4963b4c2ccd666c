import type { FeatureKey } from "../api.ts";
import type { PageTracker } from "./page-tracker.ts";

/** What one component says. */
interface Claim {
  readonly feature: FeatureKey;
  readonly by: Pick<PageTracker, "enter" | "leave">;
}

/** The components that give the page to a feature. A tracker knows one at a time; the innermost of them has it. */
export interface Claims {
  /**
   * @param order grows with each component, in the order in which they were first rendered: what is around others was earlier.
   * @returns takes the claim back.
   */
  add(order: number, claim: Claim): () => void;
}

export function createClaims(): Claims {
  const open = new Map<number, Claim>();
  let present: Claim | undefined;
  let isDue = false;

  const settle = () => {
    isDue = false;
    const innermost = open.get(Math.max(...open.keys()));
    const before = present;
    present = innermost;
    if (innermost?.feature === before?.feature) return;
    if (innermost) innermost.by.enter(innermost.feature);
    else before?.by.leave();
  };
  /** Later, once: where one component takes another's place, nobody visits what is in between. */
  const change = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(settle);
  };

  return {
    add(order, claim) {
      open.set(order, claim);
      change();
      return () => {
        open.delete(order);
        change();
      };
    },
  };
}
