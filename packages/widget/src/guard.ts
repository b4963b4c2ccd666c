/**
 * Wraps a function that the page, the browser or a timer calls, so that nothing the widget does wrong reaches the host:
 * an error becomes a console warning.
 */
export function guard<Arguments extends readonly unknown[]>(
  action: (...values: Arguments) => void,
): (...values: Arguments) => void {
  return (...values) => {
    try {
      action(...values);
    } catch (error) {
      warn(error);
    }
  };
}

/** Tells developers what went wrong, once per occurrence, without disturbing the page. */
export function warn(error: unknown): void {
  // oxlint-disable-next-line no-console -- the developer's place to look; throwing would disturb the host
  console.warn("[uptake] The progress widget met an error and went on without:", error);
}
