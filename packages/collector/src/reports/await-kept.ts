import { NotKeptError } from "../api/reading/awaited.ts";
import type { OwnDaysKeeping } from "../kept/start-keeping-own-days.ts";
import type { Keeping } from "../kept/start-keeping.ts";
import type { Reports } from "./report.ts";

/** Who keeps figures. */
export interface Keepers {
  readonly presets: Keeping;
  readonly ownDays: OwnDaysKeeping;
}

/** What was kept a moment ago may be out of date by the time it is asked again: definitions change. */
const MAX_WAITS = 3;

/**
 * Waits until figures are kept where a report is refused since they aren't, has days of one's own kept, and asks again. What
 * can't be kept the report counts for the answer, however long it takes.
 */
export function awaitKept(reports: Reports, { presets, ownDays }: Keepers): Reports {
  return {
    async answer(question) {
      presets.wake();
      for (let waits = 0; waits < MAX_WAITS; waits++) {
        const canAwait = { presets: presets.isAwaited(), ownDays: ownDays.isReady() };
        try {
          return await reports.answer({ ...question, canAwait });
        } catch (error) {
          if (!(error instanceof NotKeptError)) throw error;
          await (error.awaited === "presets" ? presets.untilKept() : ownDays.keep(error.awaited, error.needed));
        }
      }
      return reports.answer(question);
    },
    async close() {
      await Promise.all([reports.close(), ownDays.close(), presets.close()]);
    },
  };
}
