/** What the tracker takes from outside: the page, two clocks and chance. Tests bring their own. */
export interface Environment {
  readonly page: Window;
  /** The monotonic clock of `event.timeStamp`, in whole milliseconds: sums of whole numbers are exact. */
  nowMs(): number;
  /** The browser's idea of Unix ms. */
  wallMs(): number;
  /** From 0 (included) to 1 (excluded). */
  random(): number;
  /** 128 random bits as 22 base64url characters. */
  createId(): string;
}

/** The browser's own. */
export function browserEnvironment(): Environment {
  return {
    page: window,
    nowMs: () => Math.round(performance.now()),
    wallMs: () => Date.now(),
    random: () => Math.random(),
    createId: () =>
      btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .slice(0, 22),
  };
}
