import { OTHER_FEATURE, slotOf, type RejectionReason } from "@uptake/tracker/protocol";
import type { CellWrite } from "../../facts.ts";
import type { MemberChanges } from "./changes.ts";
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

  const isFeatureTooMany = ({ feature }: CellWrite): boolean =>
    feature !== OTHER_FEATURE &&
    ids.features.find(feature) === undefined &&
    ids.countUnknownFeatures() >= MAX_UNKNOWN_FEATURES;

  /** The changes of a cell's member, who is made if need be; null: there are too many new ones. */
  const changesOf = (cell: CellWrite, today: number): MemberChanges | null => {
    const knownAccount = ids.accounts.find(cell.account);
    const knownUser = ids.users.find(cell.user);
    if (knownAccount !== undefined && knownUser !== undefined && ids.members.has(knownAccount, knownUser)) {
      return context.changes.member(knownAccount, knownUser);
    }
    const newOnes = knownAccount === undefined ? 0 : Number(newMembers.get(knownAccount, today)?.["count"] ?? 0);
    if (newOnes >= MAX_NEW_USERS_PER_DAY) return null;
    const account = knownAccount ?? ids.accounts.intern(cell.account);
    const user = knownUser ?? ids.users.intern(cell.user);
    ids.members.ensure(account, user);
    countNewMember.run(account, today);
    return context.changes.member(account, user);
  };

  const merge = (cell: CellWrite, changes: MemberChanges, receivedAtMs: number): RejectionReason | null => {
    const { account, user } = changes;
    const { slot, name } = cell;
    if (ids.voids.has(account, user, slot)) return "voided";
    const writer = ids.writers.intern(account, user, ids.sources.intern(BROWSER), cell.writer, slot);
    if (writer.isVoided) return "voided";
    const feature = ids.features.intern(cell.feature);
    if (!mergeCell.hasRoomFor(cell.actions, writer, { feature, slot })) return "actions_exceed_limit";
    mergeCell(changes, writer, { feature, slot }, cell);
    if (cell.skewMs !== undefined) ids.writers.noteSkew(writer, cell.skewMs);
    if (cell.vitals !== undefined) mergeVitals(writer.id, feature, slot, cell.vitals);
    if (name !== undefined) ids.featureNames.learn(feature, name, slot);
    changes.arrivedAtMs = Math.max(changes.arrivedAtMs, receivedAtMs);
    return null;
  };

  return ({ cells, receivedAtMs }: MergeCellsInput): readonly (RejectionReason | null)[] => {
    const today = context.workspace.calendar.dayOfSlot(slotOf(receivedAtMs));
    context.found = { day: today, isLate: true };
    context.changes.addCommit(receivedAtMs);
    let before: CellWrite | undefined;
    let changes: MemberChanges | null = null;
    const mergeOne = (cell: CellWrite): RejectionReason | null => {
      if (cell.slot < context.workspace.watermarkSlot) return "slot_too_old";
      if (isFeatureTooMany(cell)) return "too_many_features";
      // Most requests are one member's, who is looked up once.
      if (changes === null || before?.user !== cell.user || before.account !== cell.account) {
        changes = changesOf(cell, today);
        before = cell;
      }
      return changes === null ? "too_many_users" : merge(cell, changes, receivedAtMs);
    };
    return cells.map((cell) => {
      const reason = mergeOne(cell);
      if (reason !== null) quarantine({ rows: [{ ...cell, reason }], receivedAtMs });
      return reason;
    });
  };
}
