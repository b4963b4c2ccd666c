import type { Tracker } from "../api.ts";

/** The page's tracker, or the stub that stands for it until its script has loaded, which gives no answers yet. */
export type PageTracker = Omit<Tracker, "progress"> & Partial<Pick<Tracker, "progress">>;

/** @returns `window.uptake`; undefined on a server, and where neither script nor stub is there yet. */
export function pageTracker(): PageTracker | undefined {
  try {
    const { uptake } = globalThis as { readonly uptake?: PageTracker };
    // What bears the name may be an element of the page.
    return typeof uptake?.subscribe === "function" ? uptake : undefined;
  } catch {
    // Or another origin's frame.
    return undefined;
  }
}
