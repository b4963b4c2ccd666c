import type { Vitals } from "./protocol/index.ts";

/** Watches the page's web vitals. */
export function watchVitals(report: (vitals: Vitals) => void): void {
  void report;
}
