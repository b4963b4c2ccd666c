import type { DatabaseSync } from "node:sqlite";
import type { Operations } from "../thread-messages.ts";
import { createAdoptionQuestions } from "./adoptions.ts";
import { createAssetQuestions } from "./assets.ts";
import { createCells } from "./cells.ts";
import { createDistinctUsers } from "./distinct-users.ts";
import { createFeatureNames } from "./feature-names.ts";
import { createFindOldWriters } from "./find-old-writers.ts";
import { createKeyLookup } from "./key-lookup.ts";
import { createMedianTimes } from "./median-times.ts";
import { createMember } from "./member.ts";
import { createMembers } from "./members.ts";
import { createMilestoneQuestions } from "./milestone-records.ts";
import { createSnapshotQuestions } from "./module-snapshots.ts";
import { createPushed } from "./pushed.ts";
import { createRecordQuestions } from "./record-questions.ts";
import { createRelevanceAnswers } from "./relevance-answers.ts";
import { createRestatements } from "./restatements.ts";
import { createRosterQuestions } from "./roster.ts";
import { createSegmentQuestions } from "./segment-members.ts";
import { createTotals } from "./totals.ts";
import { createVoidPreview } from "./void-preview.ts";
import { createVitals } from "./vitals.ts";

/**
 * Everything that a reader thread can be asked, by name. Each is answered from one read transaction.
 * @param maxSums rows of an answer; beyond them it is refused.
 */
export function createReadOperations(database: DatabaseSync, maxSums = Infinity) {
  const lookup = createKeyLookup(database);
  const member = createMember(database, lookup);
  return {
    ...createTotals(database, lookup, maxSums),
    distinctUsers: createDistinctUsers(database, lookup),
    medianTimes: createMedianTimes(database, lookup),
    cells: createCells(database, lookup),
    member,
    members: createMembers(member),
    featureNames: createFeatureNames(database, lookup),
    vitals: createVitals(database),
    ...createRosterQuestions(database),
    ...createAssetQuestions(database, lookup),
    pushed: createPushed(database, lookup),
    ...createRecordQuestions(database),
    voidPreview: createVoidPreview(database),
    ...createAdoptionQuestions(database, lookup),
    ...createSnapshotQuestions(database, lookup),
    ...createMilestoneQuestions(database, lookup),
    relevanceAnswers: createRelevanceAnswers(database, lookup),
    restatements: createRestatements(database, lookup),
    ...createSegmentQuestions(database, lookup),
    findOldWriters: createFindOldWriters(database),
  } satisfies Operations;
}

/** The questions' names, inputs and answers, for the other side. */
export type ReadOperations = ReturnType<typeof createReadOperations>;
