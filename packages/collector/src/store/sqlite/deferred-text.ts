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
  return JSON.stringify([
    time.flatMap(({ day, feature, amounts }) => [day, feature, ...amounts]),
    actions.flatMap(({ day, feature, action, count }) => [day, feature, action, count]),
    restated?.flatMap(({ day, foundDay, amounts }) => [day, foundDay, ...amounts]) ?? [],
  ] satisfies DeferredLists);
}

/** Adds what was written down to a member's changes. */
export function addDeferredText(member: MemberChanges, text: string): void {
  const [time, actions, restated] = JSON.parse(text) as DeferredLists;
  for (let at = 0; at < time.length; at += VALUES_PER_TIME) {
    const [day = 0, feature = 0, ...amounts] = time.slice(at, at + VALUES_PER_TIME);
    addTime(member, day, feature, amounts as unknown as Amounts);
  }
  for (let at = 0; at < actions.length; at += VALUES_PER_ACTION) {
    const [day = 0, feature = 0, action = 0, count = 0] = actions.slice(at, at + VALUES_PER_ACTION);
    addAction(member, day, feature, action, count);
  }
  for (let at = 0; at < restated.length; at += VALUES_PER_TIME) {
    const [day = 0, foundDay = 0, ...amounts] = restated.slice(at, at + VALUES_PER_TIME);
    addRestated(member, day, foundDay, amounts as unknown as Amounts);
  }
}
