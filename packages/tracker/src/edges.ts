/** The ways by which the browser enters our code. None of them lets an error out into the host's page. */
let life: AbortController;

/** Runs a function whose errors are ours and stay with us. @returns undefined when it failed. */
export const guard = <Result>(run: () => Result): Result | undefined => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

/** What is left of a rejection: nobody waits for it, and the page's console stays clean. */
export const ignore = () => {};

/** Begins a new life of listeners and timers. */
export const openEdges = () => {
  life = new AbortController();
};

/** Removes every listener; what waits for its time won't run. */
export const closeEdges = () => life?.abort();

/** @param types names of events, separated by spaces. */
export const listen = (target: EventTarget, types: string, handle: (event: never) => void, capture = false) => {
  const { signal } = life;
  const guarded = (event: Event) => {
    try {
      handle(event as never);
    } catch {
      // Ours, not the host's.
    }
  };
  for (const type of types.split(" ")) target.addEventListener(type, guarded, { capture, passive: true, signal });
};

/** Runs once after a delay, unless closed by then. */
export const after = (delayMs: number, run: () => unknown) => {
  const { signal } = life;
  setTimeout(() => guard(() => signal.aborted || run()), delayMs);
};
