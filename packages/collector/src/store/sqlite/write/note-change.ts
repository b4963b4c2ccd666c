import { addAction, addRestated, addTime, nextOf, type Amounts, type MemberChanges } from "./changes.ts";
import type { NextZone, WriteContext } from "./write-context.ts";

/**
 * Notes for the rollups by how much a row of the detail has changed, by the day of its slot. While another time zone is
 * being counted in, what has been copied by then is kept up to date in both; what hasn't will be copied as it is then.
 */
export interface NoteChange {
  /** The active time and visits of a cell. */
  cellTime(member: MemberChanges, writer: number, slot: number, feature: number, grown: Amounts): void;
  cellAction(member: MemberChanges, writer: number, slot: number, feature: number, action: number, grown: number): void;
  /** The active time and visits of a base row. */
  baseTime(member: MemberChanges, slot: number, feature: number, moved: Amounts): void;
  baseAction(member: MemberChanges, slot: number, feature: number, action: number, moved: number): void;
}

/** Notes changes by the calendars that are in force. */
export function createNoteChange(context: WriteContext): NoteChange {
  const noteTime = (
    member: MemberChanges,
    slot: number,
    feature: number,
    amounts: Amounts,
    isCopied: boolean,
  ): void => {
    const { calendar, next } = context.workspace;
    const { found } = context;
    const day = calendar.dayOfSlot(slot);
    addTime(member, day, feature, amounts);
    if (found !== null && day < found.day) addRestated(member, day, found.day, amounts, found.isLate);
    if (next !== null && isCopied) addTime(nextOf(member), next.calendar.dayOfSlot(slot), feature, amounts);
  };
  const noteAction = (
    member: MemberChanges,
    slot: number,
    feature: number,
    action: number,
    count: number,
    isCopied: boolean,
  ): void => {
    const { calendar, next } = context.workspace;
    addAction(member, calendar.dayOfSlot(slot), feature, action, count);
    if (next !== null && isCopied) addAction(nextOf(member), next.calendar.dayOfSlot(slot), feature, action, count);
  };
  return {
    cellTime: (member, writer, slot, feature, grown) =>
      noteTime(member, slot, feature, grown, isCellCopied(context.workspace.next, slot, writer)),
    cellAction: (member, writer, slot, feature, action, grown) =>
      noteAction(member, slot, feature, action, grown, isCellCopied(context.workspace.next, slot, writer)),
    baseTime: (member, slot, feature, moved) =>
      noteTime(member, slot, feature, moved, isBaseCopied(context.workspace.next, member)),
    baseAction: (member, slot, feature, action, moved) =>
      noteAction(member, slot, feature, action, moved, isBaseCopied(context.workspace.next, member)),
  };
}

function isCellCopied(next: NextZone | null, slot: number, writer: number): boolean {
  return next !== null && (slot < next.slot || (slot === next.slot && writer <= next.writer));
}

function isBaseCopied(next: NextZone | null, { account, user }: MemberChanges): boolean {
  return next !== null && (account < next.account || (account === next.account && user <= next.user));
}
