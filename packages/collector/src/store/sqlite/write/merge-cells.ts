import { OTHER_FEATURE, slotOf, type RejectionReason } from "@uptake/tracker/protocol";
import type { CellWrite } from "../../facts.ts";
import { createMergeCell } from "./merge-cell.ts";
import { createMergeVitals } from "./merge-vitals.ts";
import { createQuarantine } from "./quarantine.ts";
import type { WriteContext } from "./write-context.ts";

/** Most features that neither the definitions nor the protocol name. */
export const MAX_UNKNOWN_FEATURES = 500;

/** Most users that cells may make known in one account on one workspace day. */
export const MAX_NEW_USERS_PER_DAY = 5_000;

/** The source of what browsers sent. */
const BROWSER = "";

export interface MergeCellsInput {
  readonly cells: readonly CellWrite[];
  readonly receivedAtMs: number;
}

/** Merges what browsers sent, and puts into quarantine what the store can't take. */
export function createMergeCells(context: WriteContext) {
  const { database, ids } = context;
  const mergeCell = createMergeCell(context);
  const mergeVitals = createMergeVitals(context);
  const quarantine = createQuarantine(context);
  const newMembers = database.prepare("SELECT count FROM new_members WHERE account = ? AND day = ?");
  const countNewMember = database.prepare(
    "INSERT INTO new_members (account, day, count) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
  );

  const isTooMany = (cell: CellWrite, today: number): RejectionReason | null => {
    const newFeature = cell.feature !== OTHER_FEATURE && ids.features.find(cell.feature) === undefined;
    if (newFeature && ids.countUnknownFeatures() >= MAX_UNKNOWN_FEATURES) return "too_many_features";
    const account = ids.accounts.find(cell.account);
    const user = ids.users.find(cell.user);
    if (account === undefined || (user !== undefined && ids.members.has(account, user))) return null;
    const known = Number(newMembers.get(account, today)?.["count"] ?? 0);
    return known >= MAX_NEW_USERS_PER_DAY ? "too_many_users" : null;
  };

  const merge = (cell: CellWrite, receivedAtMs: number, today: number): RejectionReason | null => {
    const account = ids.accounts.intern(cell.account);
    const user = ids.users.intern(cell.user);
    if (!ids.members.has(account, user)) {
      ids.members.ensure(account, user);
      countNewMember.run(account, today);
    }
    const { slot, name } = cell;
    if (ids.voids.has(account, user, slot)) return "voided";
    const writer = ids.writers.intern(account, user, ids.sources.intern(BROWSER), cell.writer, slot);
    if (writer.isVoided) return "voided";
    const feature = ids.features.intern(cell.feature);
    const changes = context.changes.member(account, user);
    mergeCell(changes, writer, { feature, slot }, cell);
    if (cell.skewMs !== undefined) ids.writers.noteSkew(writer, cell.skewMs);
    if (cell.vitals !== undefined) mergeVitals(writer.id, feature, slot, cell.vitals);
    if (name !== undefined) ids.featureNames.learn(feature, name, slot);
    changes.arrivedAtMs = Math.max(changes.arrivedAtMs, receivedAtMs);
    return null;
  };

  return ({ cells, receivedAtMs }: MergeCellsInput): readonly (RejectionReason | null)[] => {
    const today = context.workspace.calendar.dayOfSlot(slotOf(receivedAtMs));
    context.foundDay = today;
    context.changes.addCommit(receivedAtMs);
    return cells.map((cell) => {
      const isTooOld = cell.slot < context.workspace.watermarkSlot;
      const reason = isTooOld ? "slot_too_old" : (isTooMany(cell, today) ?? merge(cell, receivedAtMs, today));
      if (reason !== null) quarantine({ rows: [{ ...cell, reason }], receivedAtMs });
      return reason;
    });
  };
}
