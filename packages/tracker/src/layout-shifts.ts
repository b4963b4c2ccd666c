/** A session window ends after this time without a shift. */
const WINDOW_GAP_MS = 1_000;

/** No session window is longer. */
const WINDOW_MS = 5_000;

/** The layout shifts of one feature, as far as its CLS needs them. */
export interface LayoutShifts {
  /** One shift that no input explains, and its score. Shifts come in the order of their times. */
  add(atMs: number, score: number): void;
  /** 0 without shifts. */
  cls(): number;
}

/** Cumulative Layout Shift: the worst session window (https://web.dev/articles/cls#what_is_cls). */
export function createLayoutShifts(): LayoutShifts {
  let firstMs = -Infinity;
  let lastMs = -Infinity;
  let windowScore = 0;
  let worst = 0;
  return {
    add(atMs, score) {
      if (atMs - lastMs >= WINDOW_GAP_MS || atMs - firstMs >= WINDOW_MS) {
        firstMs = atMs;
        windowScore = 0;
      }
      lastMs = atMs;
      windowScore += score;
      worst = Math.max(worst, windowScore);
    },
    cls: () => worst,
  };
}
