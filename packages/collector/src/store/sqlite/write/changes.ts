/** What one or more operations have changed, for the rollups and the times of arrival. Rollups follow by these deltas. */
export interface Changes {
  /** What has changed of a member; kept for as long as these changes are. */
  member(account: number, user: number): MemberChanges;
  /** Cells were committed. */
  addCommit(receivedAtMs: number): void;
  /** Takes over everything that others have changed. */
  addAll(others: Changes): void;
  members(): Iterable<MemberChanges>;
  /** When the latest cells were received, Unix ms; 0: none were. */
  committedAtMs(): number;
}

/** What rollups have to be moved by. A few rows each: looking through them costs less than a map. */
export interface RollupChanges {
  readonly time: TimeChange[];
  readonly actions: ActionChange[];
}

/** The changes of one member. */
export interface MemberChanges extends RollupChanges {
  readonly account: number;
  readonly user: number;
  /** The same by days of the zone that is being counted in, as far as it has got; null: there are none. */
  next: RollupChanges | null;
  /** What of it changed days that had closed; null: nothing. */
  restated: RestatedDay[] | null;
  /** When its latest cell arrived, Unix ms; 0: none did. */
  arrivedAtMs: number;
}

/** By how much a closed day has changed, as found on a later one. */
export interface RestatedDay {
  readonly day: number;
  readonly foundDay: number;
  readonly amounts: TimeChange["amounts"];
  /** Whether any of it came from browsers, or was taken out; else a host has told all of it. */
  isLate: boolean;
}

/** Active time under the four idle limits, and visits: what a row of each rollup of time holds. */
export type Amounts = readonly [number, number, number, number, number];

/** One row of the finest rollup of time. */
export interface TimeChange {
  readonly day: number;
  readonly feature: number;
  readonly amounts: [number, number, number, number, number];
}

/** One row of the finest rollup of actions. */
export interface ActionChange {
  readonly day: number;
  readonly feature: number;
  readonly action: number;
  count: number;
}

/** No changes yet. */
export function createChanges(): Changes {
  const members = new Map<number, MemberChanges>();
  let committedAtMs = 0;
  const member = (account: number, user: number): MemberChanges => {
    const key = pairKey(account, user);
    let changes = members.get(key);
    if (changes === undefined) {
      changes = { account, user, time: [], actions: [], next: null, restated: null, arrivedAtMs: 0 };
      members.set(key, changes);
    }
    return changes;
  };
  return {
    member,
    addCommit(receivedAtMs) {
      committedAtMs = Math.max(committedAtMs, receivedAtMs);
    },
    addAll(others) {
      for (const { account, user, next, restated, arrivedAtMs, ...current } of others.members()) {
        const mine = member(account, user);
        addRollupChanges(mine, current);
        if (next !== null) addRollupChanges(nextOf(mine), next);
        for (const { day, foundDay, amounts, isLate } of restated ?? []) {
          addRestated(mine, day, foundDay, amounts, isLate);
        }
        mine.arrivedAtMs = Math.max(mine.arrivedAtMs, arrivedAtMs);
      }
      this.addCommit(others.committedAtMs());
    },
    members: () => members.values(),
    committedAtMs: () => committedAtMs,
  };
}

/** A member's changes by days of the zone that is being counted in. */
export function nextOf(member: MemberChanges): RollupChanges {
  return (member.next ??= { time: [], actions: [] });
}

function addRollupChanges(mine: RollupChanges, { time, actions }: RollupChanges): void {
  for (const { day, feature, amounts } of time) addTime(mine, day, feature, amounts);
  for (const { day, feature, action, count } of actions) addAction(mine, day, feature, action, count);
}

/** Adds to a member's sum: active time under the four idle limits, and visits. Negative where a base row shrank. */
export function addTime({ time }: RollupChanges, day: number, feature: number, amounts: Amounts): void {
  for (const change of time) {
    if (change.feature === feature && change.day === day) {
      addAmounts(change.amounts, amounts);
      return;
    }
  }
  time.push({ day, feature, amounts: [...amounts] });
}

/** Adds to by how much a closed day has changed. */
export function addRestated(
  member: MemberChanges,
  day: number,
  foundDay: number,
  amounts: Amounts,
  isLate: boolean,
): void {
  member.restated ??= [];
  const known = member.restated.find((change) => change.day === day && change.foundDay === foundDay);
  if (known === undefined) {
    member.restated.push({ day, foundDay, amounts: [...amounts], isLate });
    return;
  }
  addAmounts(known.amounts, amounts);
  known.isLate ||= isLate;
}

/** Adds to how often an action was counted. */
export function addAction(
  { actions }: RollupChanges,
  day: number,
  feature: number,
  action: number,
  count: number,
): void {
  const known = actions.find((change) => change.action === action && change.feature === feature && change.day === day);
  if (known === undefined) actions.push({ day, feature, action, count });
  else known.count += count;
}

/** Adds amounts to amounts of the same kind. */
export function addAmounts(sums: TimeChange["amounts"], amounts: Amounts): void {
  sums[0] += amounts[0];
  sums[1] += amounts[1];
  sums[2] += amounts[2];
  sums[3] += amounts[3];
  sums[4] += amounts[4];
}

/** What has to be added to `before` to come to `after`. */
export function difference(after: Amounts, before: Amounts): Amounts {
  return [after[0] - before[0], after[1] - before[1], after[2] - before[2], after[3] - before[3], after[4] - before[4]];
}

/** Two ids of rows as one number, which maps find faster than a text. */
export function pairKey(one: number, other: number): number {
  return one * ID_SPAN + other;
}

/** 67 million of each: beyond it two pairs could have one number, and long before it one file would be too small. */
const ID_SPAN = 2 ** 26;
