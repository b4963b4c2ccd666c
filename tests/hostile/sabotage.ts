/** How an API is broken. `pending` is a promise that nobody settles. */
export const MODES = ["throws", "missing", "undefined", "object", "nan", "pending"] as const;
export type Mode = (typeof MODES)[number];

/** What a saboteur does to which API. */
export interface Sabotage {
  /** Where the API is, from the global object. */
  readonly path: string;
  readonly mode: Mode;
  /** After the tracker's script has run, rather than before. */
  readonly isLate?: boolean;
  /** With the tracker's parts for web vitals and explanations. */
  readonly hasParts?: boolean;
}

/** What the test itself needs in a page while everything around it breaks. A global of the page. */
export interface Natives {
  readonly wait: (delayMs: number) => Promise<void>;
}

/** Puts aside what the test needs. Self-contained: it travels as text. */
export function keepNatives(): void {
  const { setTimeout: later } = window;
  const natives: Natives = { wait: (delayMs) => new Promise((resolve) => void later(resolve, delayMs)) };
  Object.defineProperty(window, "natives", { value: natives });
}

/** Breaks an API of the page that it runs in. Self-contained: it travels as text. */
export function sabotage({ path, mode }: Sabotage): void {
  const steps = path.split(".");
  const name = steps.pop() ?? "";
  let owner = window as unknown as Record<string, unknown>;
  for (const step of steps) owner = owner[step] as typeof owner;
  const before = Object.getOwnPropertyDescriptor(owner, name);
  if (before?.configurable === false) throw new Error(`${path} can't be broken`);
  if (mode === "missing") {
    delete owner[name];
    return;
  }
  const outcomes = { undefined, object: {}, nan: Number.NaN, pending: new Promise(() => {}) };
  const broken = function () {
    if (mode === "throws") throw new Error(`sabotage of ${path}`);
    return outcomes[mode];
  };
  const { get, value } = before ?? { get: broken };
  // A class keeps its prototype and its other members, so that one thing is broken at a time.
  if (typeof value === "function" && value.prototype !== undefined) {
    Object.defineProperties(broken, Object.getOwnPropertyDescriptors(value));
  }
  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: before?.enumerable ?? true,
    ...(get ? { get: broken, set: broken } : { writable: true, value: broken }),
  });
}
