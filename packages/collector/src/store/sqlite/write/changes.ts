/** What one or more operations have changed, for the rollups and the times of arrival. Rollups follow by these deltas. */
export interface Changes {
  /** Adds to a member's sums: active time under the four idle limits, and visits. Negative where a base row shrank. */
  addTime(key: TimeKey, amounts: readonly number[]): void;
  addAction(key: ActionKey, count: number): void;
  /** A cell of this member arrived. */
  addArrival(account: number, user: number, arrivedAtMs: number): void;
  /** Cells were committed. */
  addCommit(receivedAtMs: number): void;
  /** Takes over everything that others have changed. */
  addAll(others: Changes): void;
  readonly time: ReadonlyMap<string, Change<TimeKey>>;
  readonly actions: ReadonlyMap<string, Change<ActionKey>>;
  readonly arrivals: ReadonlyMap<string, Arrival>;
  /** When the latest cells were received, Unix ms; 0: none were. */
  committedAtMs(): number;
}

/** Of the finest rollup of time. */
export interface TimeKey {
  readonly day: number;
  readonly account: number;
  readonly user: number;
  readonly feature: number;
}

/** Of the finest rollup of actions. */
export interface ActionKey extends TimeKey {
  readonly action: number;
}

export interface Change<Key> {
  readonly key: Key;
  readonly amounts: number[];
}

export interface Arrival {
  readonly account: number;
  readonly user: number;
  readonly arrivedAtMs: number;
}

/** No changes yet. */
export function createChanges(): Changes {
  const time = new Map<string, Change<TimeKey>>();
  const actions = new Map<string, Change<ActionKey>>();
  const arrivals = new Map<string, Arrival>();
  let committedAtMs = 0;
  return {
    time,
    actions,
    arrivals,
    addTime: (key, amounts) => add(time, `${key.day},${key.account},${key.user},${key.feature}`, key, amounts),
    addAction: (key, count) =>
      add(actions, `${key.day},${key.account},${key.user},${key.feature},${key.action}`, key, [count]),
    addArrival(account, user, arrivedAtMs) {
      const known = arrivals.get(`${account},${user}`);
      if (known !== undefined && known.arrivedAtMs >= arrivedAtMs) return;
      arrivals.set(`${account},${user}`, { account, user, arrivedAtMs });
    },
    addCommit(receivedAtMs) {
      committedAtMs = Math.max(committedAtMs, receivedAtMs);
    },
    committedAtMs: () => committedAtMs,
    addAll(others) {
      for (const [text, { key, amounts }] of others.time) add(time, text, key, amounts);
      for (const [text, { key, amounts }] of others.actions) add(actions, text, key, amounts);
      for (const { account, user, arrivedAtMs } of others.arrivals.values())
        this.addArrival(account, user, arrivedAtMs);
      this.addCommit(others.committedAtMs());
    },
  };
}

function add<Key>(changes: Map<string, Change<Key>>, text: string, key: Key, amounts: readonly number[]): void {
  const known = changes.get(text);
  if (known === undefined) changes.set(text, { key, amounts: [...amounts] });
  else amounts.forEach((amount, index) => (known.amounts[index] = (known.amounts[index] ?? 0) + amount));
}
