/** The ways by which the browser enters our code. None of them lets an error out into the host's page. */

/** Every listener, as `removeEventListener` wants it. */
const heard: [target: EventTarget, type: string, hear: (event: Event) => void, capture: boolean][] = [];

/** Grows when measuring ends: what was left waiting then won't run. */
let life = 0;

/** Runs a function whose errors are ours and stay with us. @returns undefined when it failed. */
export const guard = <Result>(run: () => Result): Result | undefined => {
  try {
    return run();
  } catch {
    // Ours, not the host's.
  }
  return;
};

/** What is left of a rejection: nobody waits for it, and the page's console stays clean. */
export const ignore = () => {};

/** Removes every listener; what waits for its time won't run. */
export const closeEdges = () => {
  life += 1;
  heard.splice(0).forEach(([target, ...listener]) => guard(() => target.removeEventListener(...listener)));
};

/**
 * @param types names of events, separated by spaces. Those of the document come by the window as well.
 * @param capture before anybody else hears of it, so that `stopPropagation` in the host's code hides nothing.
 */
export const listen = (types: string, handle: (event: never) => void, capture = true, target: EventTarget = window) => {
  const hear = (event: Event) => {
    try {
      handle(event as never);
    } catch {
      // Ours, not the host's.
    }
  };
  // One object and one function for all of them: browsers are quicker about what they know.
  const options = { capture, passive: true };
  types.split(" ").forEach((type) => {
    target.addEventListener(type, hear, options);
    heard.push([target, type, hear, capture]);
  });
};

/** What does nothing once measuring has ended. */
export const untilClosed = (run: () => unknown) => {
  const present = life;
  return () => present === life && guard(run);
};

/** Runs once after a delay, unless closed by then. */
export const after = (delayMs: number, run: () => unknown) => setTimeout(untilClosed(run), delayMs);
