import { addAction, addRestated, addTime, type Amounts, type MemberChanges } from "./write/changes.ts";

/**
 * Changes of one member as a row of `deferred_changes` holds them: a JSON list of three lists of numbers, which are the
 * finest rollup's rows of time and of actions, and days that are restated, each one's values after the other's.
 */
type DeferredLists = readonly [time: readonly number[], actions: readonly number[], restated: readonly number[]];

const VALUES_PER_TIME = 7;
const VALUES_PER_ACTION = 4;

/** Writes a member's changes down, but for when they arrived. Nothing of another time zone is ever deferred. */
export function deferredText({ time, actions, restated }: MemberChanges): string {
  const lists: readonly [number[], number[], number[]] = [[], [], []];
  for (const { day, feature, amounts } of time) lists[0].push(day, feature, ...amounts);
  for (const { day, feature, action, count } of actions) lists[1].push(day, feature, action, count);
  for (const { day, foundDay, amounts } of restated ?? []) lists[2].push(day, foundDay, ...amounts);
  return JSON.stringify(lists satisfies DeferredLists);
}

/** Adds what was written down to a member's changes. */
export function addDeferredText(member: MemberChanges, text: string): void {
  const [time, actions, restated] = JSON.parse(text) as DeferredLists;
  for (let at = 0; at < time.length; at += VALUES_PER_TIME) {
    addTime(member, time[at] ?? 0, time[at + 1] ?? 0, amountsAt(time, at + 2));
  }
  for (let at = 0; at < actions.length; at += VALUES_PER_ACTION) {
    addAction(member, actions[at] ?? 0, actions[at + 1] ?? 0, actions[at + 2] ?? 0, actions[at + 3] ?? 0);
  }
  for (let at = 0; at < restated.length; at += VALUES_PER_TIME) {
    // Only what browsers send is ever deferred.
    addRestated(member, restated[at] ?? 0, restated[at + 1] ?? 0, amountsAt(restated, at + 2), true);
  }
}

function amountsAt(values: readonly number[], at: number): Amounts {
  return [values[at] ?? 0, values[at + 1] ?? 0, values[at + 2] ?? 0, values[at + 3] ?? 0, values[at + 4] ?? 0];
}
