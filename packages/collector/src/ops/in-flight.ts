/** The work that is under way, so that a stop can wait for it. */
export interface InFlight {
  track<Result>(work: Promise<Result>): Promise<Result>;
  isClosing(): boolean;
  /** Resolves when nothing is under way any more, or after `maxWaitMs`, with how much still is. */
  close(maxWaitMs: number): Promise<number>;
}

/** Counts promises that have not settled. */
export function createInFlight(): InFlight {
  const pending = new Set<Promise<unknown>>();
  let closing = false;
  return {
    track(work) {
      const settled: Promise<unknown> = work.then(
        () => pending.delete(settled),
        () => pending.delete(settled),
      );
      pending.add(settled);
      return work;
    },
    isClosing: () => closing,
    async close(maxWaitMs) {
      closing = true;
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((done) => {
        timer = setTimeout(done, maxWaitMs);
      });
      await Promise.race([Promise.all(pending), limit]);
      clearTimeout(timer);
      return pending.size;
    },
  };
}
