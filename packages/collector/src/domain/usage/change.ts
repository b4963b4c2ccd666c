/** How a number has moved against an earlier one. */
export interface Change {
  readonly absolute: number;
  /** 0.25: a quarter more. Null: the earlier one was 0, from which every rise is infinite. */
  readonly relative: number | null;
}

/** The change from one number to the next. Null when either is not known: without data there is no change, not even 0. */
export function changeBetween(previous: number | null, current: number | null): Change | null {
  if (previous === null || current === null) return null;
  const absolute = current - previous;
  return { absolute, relative: previous === 0 ? null : absolute / Math.abs(previous) };
}
