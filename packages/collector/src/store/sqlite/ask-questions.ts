import type { FactQuestions } from "../facts.ts";
import type { RecordQuestions } from "../records.ts";
import type { Threads } from "./threads.ts";

/** The questions of a report as whoever answers them is asked: another thread, or the same one. */
export function askFacts(read: Threads["read"]): FactQuestions {
  return {
    totals: (query) => read("totals", query),
    actionTotals: (query) => read("actionTotals", query),
    distinctUsers: (query) => read("distinctUsers", query),
    medianTimes: (query) => read("medianTimes", query),
    cells: (query) => read("cells", query),
    member: (query) => read("member", query),
    members: (query) => read("members", query),
    featureNames: (query) => read("featureNames", query),
    vitals: (query) => read("vitals", query),
    accounts: (scope) => read("accounts", scope),
    users: (scope, ids) => read("users", { scope, ids: ids ?? null }),
    assets: (query) => read("assets", query),
    assetCounts: (query) => read("assetCounts", query),
    pushed: (query) => read("pushed", query) as Promise<never>,
    watermark: (scope) => read("watermark", scope),
  };
}

/** Likewise what was decided. */
export function askRecords(read: Threads["read"]): RecordQuestions {
  return {
    definitions: () => read("definitions", undefined),
    adoptions: (scope) => read("adoptions", scope),
    events: (scope) => read("events", scope),
    removals: (scope) => read("removals", scope),
    snapshots: (query) => read("snapshots", query),
    snapshotPage: (query) => read("snapshotPage", query),
    snapshotDays: () => read("snapshotDays", undefined),
    moduleTargets: (scope) => read("moduleTargets", scope),
    milestoneRecords: (query) => read("milestoneRecords", query),
    relevanceAnswers: (query) => read("relevanceAnswers", query),
    restatements: (query) => read("restatements", query),
    segmentMembers: (query) => read("segmentMembers", query),
    staysOf: (query) => read("staysOf", query),
    segmentsEvaluated: () => read("segmentsEvaluated", undefined),
  };
}
