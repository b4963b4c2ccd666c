/** The ways by which the browser enters our code. None of them lets an error out into the host's page. */
export interface Edges {
  listen<Kind extends Event>(
    target: EventTarget,
    type: string,
    handle: (event: Kind) => void,
    options?: AddEventListenerOptions,
  ): void;
  /** Runs once after a delay. @returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Runs before the next animation frame. */
  onFrame(run: () => void): void;
  /** Registers what `close` undoes. */
  onClose(undo: () => void): void;
  /** Removes every listener and timer. */
  close(): void;
}

/** Runs a function whose errors are ours and stay with us. @returns `otherwise` when it failed. */
export function guard<Result>(run: () => Result): Result | undefined;
export function guard<Result>(run: () => Result, otherwise: Result): Result;
export function guard<Result>(run: () => Result, otherwise?: Result): Result | undefined {
  try {
    return run();
  } catch {
    return otherwise;
  }
}

/** Collects what must be undone, and guards each way in. */
export function createEdges(page: Window): Edges {
  const undone: (() => void)[] = [];
  const timers = new Set<number>();
  let open = true;
  return {
    listen(target, type, handle, options) {
      const listener = (event: Event) => guard(() => handle(event as Parameters<typeof handle>[0]));
      target.addEventListener(type, listener, options);
      undone.push(() => target.removeEventListener(type, listener, options));
    },
    after(delayMs, run) {
      if (!open) return () => {};
      const timer = page.setTimeout(() => {
        timers.delete(timer);
        guard(run);
      }, delayMs);
      timers.add(timer);
      return () => {
        page.clearTimeout(timer);
        timers.delete(timer);
      };
    },
    onFrame: (run) => void page.requestAnimationFrame(() => open && guard(run)),
    onClose: (undo) => void undone.push(undo),
    close() {
      open = false;
      for (const timer of timers) page.clearTimeout(timer);
      for (const undo of undone.splice(0)) guard(undo);
    },
  };
}
