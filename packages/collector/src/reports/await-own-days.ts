import { OwnDaysNotKeptError } from "../api/reading/own-days.ts";
import type { OwnDaysKeeping } from "../kept/start-keeping-own-days.ts";
import type { Reports } from "./report.ts";

/**
 * Has days of one's own kept where a report is refused since nothing is kept of them, and asks again when it is. Where it
 * can't be kept, the report counts for the answer, however long it takes.
 */
export function awaitOwnDays(reports: Reports, keeping: OwnDaysKeeping): Reports {
  return {
    async answer(question) {
      try {
        return await reports.answer({ ...question, awaitsOwnDays: keeping.isReady() });
      } catch (error) {
        if (!(error instanceof OwnDaysNotKeptError)) throw error;
        await keeping.keep(error.ownDays);
        return reports.answer({ ...question, awaitsOwnDays: false });
      }
    },
    async close() {
      await Promise.all([reports.close(), keeping.close()]);
    },
  };
}
