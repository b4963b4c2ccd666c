import type { Operations } from "../thread-messages.ts";
import { createBackfill } from "./backfill.ts";
import { createFoldStep } from "./fold.ts";
import { createForgetDaysStep } from "./forget-days.ts";
import { createMergeCells } from "./merge-cells.ts";
import { createMarkAccounts } from "./mark-accounts.ts";
import { createMilestoneChanges } from "./milestone-records.ts";
import { createSnapshotChanges } from "./module-snapshots.ts";
import { unpackCells, type PackedCells } from "./packed-cells.ts";
import { createMarkPremium } from "./premium-marks.ts";
import { createProbe } from "./probe.ts";
import { createQuarantine } from "./quarantine.ts";
import { createRecordChanges } from "./record-changes.ts";
import { createPush } from "./push.ts";
import { createAnswerRelevance } from "./relevance-answers.ts";
import { createChangeSegmentMembers, createNoteSegmentsEvaluated } from "./segment-members.ts";
import { createRemoveOldWriters } from "./remove-old-writers.ts";
import { createRemoveFromStage } from "./stage-removals.ts";
import { createVoidStep } from "./void-step.ts";
import { createSettleMembers } from "./settle-members.ts";
import { createTakeDirtyMembers } from "./take-dirty-members.ts";
import { createTidy } from "./tidy.ts";
import { createTimeZoneStep } from "./time-zone.ts";
import { createWholeDaysStep } from "./whole-days.ts";
import type { WriteContext } from "./write-context.ts";

/** Everything that the writer thread can be asked to do, by name. Each runs inside a transaction of its group. */
export function createWriteOperations(context: WriteContext) {
  const mergeCells = createMergeCells(context);
  return {
    mergeCells,
    mergePackedCells: (packed: PackedCells) =>
      mergeCells({ cells: unpackCells(packed), receivedAtMs: packed.receivedAtMs }),
    quarantine: createQuarantine(context),
    backfill: createBackfill(context),
    foldStep: createFoldStep(context),
    voidStep: createVoidStep(context),
    /** Whatever is asked but merges finds the rollups level with the cells: so there is nothing left to do. */
    catchUp: () => undefined,
    probe: createProbe(context.database),
    wholeDaysStep: createWholeDaysStep(context),
    forgetDaysStep: createForgetDaysStep(context),
    timeZoneStep: createTimeZoneStep(context),
    tidy: createTidy(context),
    removeOldWriters: createRemoveOldWriters(context),
    takeDirtyMembers: createTakeDirtyMembers(context),
    settleMembers: createSettleMembers(context),
    markAccounts: createMarkAccounts(context),
    removeFromStage: createRemoveFromStage(context),
    answerRelevance: createAnswerRelevance(context),
    markPremium: createMarkPremium(context),
    push: createPush(context),
    ...createRecordChanges(context),
    ...createSnapshotChanges(context),
    ...createMilestoneChanges(context),
    changeSegmentMembers: createChangeSegmentMembers(context),
    noteSegmentsEvaluated: createNoteSegmentsEvaluated(context),
  } satisfies Operations;
}

/** The operations' names, inputs and results, for the other side. */
export type WriteOperations = ReturnType<typeof createWriteOperations>;
