import { StoreUnavailableError } from "../store-unavailable-error.ts";

/** Lets work wait, but not more of it than a limit. */
export interface Backlog {
  /**
   * Starts work of a size, unless so much waits already that this would be too much; work that is too large by itself may
   * wait alone.
   * @throws StoreUnavailableError `overloaded`, as a rejection; nothing was started.
   */
  take<Result>(size: number, start: () => Promise<Result>): Promise<Result>;
}

/**
 * A backlog that refuses before memory grows: whoever asks has a copy, and comes again.
 * @param maxSize in the unit that the work is measured in.
 * @param what the unit's name.
 */
export function createBacklog(maxSize: number, what: string): Backlog {
  let waiting = 0;
  return {
    async take(size, start) {
      if (waiting > 0 && waiting + size > maxSize) {
        throw new StoreUnavailableError(
          "overloaded",
          `${waiting} ${what} wait for the store already, and ${maxSize} may. Send them again a little later.`,
        );
      }
      waiting += size;
      try {
        return await start();
      } finally {
        waiting -= size;
      }
    },
  };
}
