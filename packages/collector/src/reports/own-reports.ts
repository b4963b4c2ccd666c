import { workOut, type ReportParts, type Reports } from "./report.ts";

/** Works reports out on the thread that asks, for a store that has no file to read: whatever takes long is up to the store. */
export function createOwnReports(parts: ReportParts): Reports {
  return {
    answer: (question) => workOut(question, parts),
    close: async () => undefined,
  };
}
