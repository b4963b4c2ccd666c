import type { WorkspaceDay } from "../day.ts";

/** What is known of a snapshot that was taken. */
export interface TakenSnapshot {
  readonly id: string;
  readonly account: string;
  readonly module: string;
  /** As of the end of this day. */
  readonly day: WorkspaceDay;
  /** On which it was taken. */
  readonly takenDay: WorkspaceDay;
  readonly kind: "manual" | "scheduled" | "requested";
  /** Null: nobody had told. */
  readonly licensed: number | null;
}

/** What has to be known of an account, to tell whether it was there on a day. */
export interface AccountPast {
  readonly account: string;
  /** Null: nobody has told. */
  readonly createdDay: WorkspaceDay | null;
  /** From when on it has churned; null: it hasn't. */
  readonly churnedDay: WorkspaceDay | null;
  /** Null: it was never used. */
  readonly firstUsedDay: WorkspaceDay | null;
}

/** A scheduled snapshot that can be taken now. */
export interface OpenSnapshot {
  readonly account: string;
  readonly module: string;
  readonly day: WorkspaceDay;
  /** The id of the one that says no licence, which it follows; null: there is none. */
  readonly unmeasured: string | null;
}

/**
 * Whether a snapshot stands for its day for good, so that no scheduled one is taken of it any more: it tells a share, and was
 * scheduled or else taken when the day was over. What somebody recorded while it lasted is of a part of it.
 */
export function isFinal({ kind, licensed, day, takenDay }: TakenSnapshot): boolean {
  return licensed !== null && (kind === "scheduled" || takenDay > day);
}

/** Whether an account was there at the end of a day, by what is known now: told to have begun by then, or used by then. */
export function hadBegun(
  { createdDay, churnedDay, firstUsedDay }: Omit<AccountPast, "account">,
  day: WorkspaceDay,
): boolean {
  if (churnedDay !== null && churnedDay <= day) return false;
  return [createdDay, firstUsedDay].some((began) => began !== null && began <= day);
}

/**
 * The snapshots that were due on days which all others were taken of, and can be taken only now: of modules whose licence
 * wasn't told by then, and of accounts that weren't known by then, though they had begun. Where something final was taken
 * nothing is open, whatever has become known since.
 * @param licensed the modules of each account of which a licence is told by now, with the days on which they were due.
 */
export function openSnapshots(
  accounts: readonly AccountPast[],
  licensed: (account: string) => readonly { readonly module: string; readonly days: readonly WorkspaceDay[] }[],
  taken: Iterable<TakenSnapshot>,
): readonly OpenSnapshot[] {
  const finals = new Set<string>();
  const unmeasured = new Map<string, string>();
  for (const snapshot of taken) {
    if (isFinal(snapshot)) finals.add(keyOf(snapshot));
    else if (snapshot.kind === "scheduled") unmeasured.set(keyOf(snapshot), snapshot.id);
  }
  return accounts.flatMap((past) =>
    licensed(past.account).flatMap(({ module, days }) =>
      days.flatMap((day): readonly OpenSnapshot[] => {
        const subject = { account: past.account, module, day };
        const before = unmeasured.get(keyOf(subject)) ?? null;
        if (finals.has(keyOf(subject)) || (before === null && !hadBegun(past, day))) return [];
        return [{ ...subject, unmeasured: before }];
      }),
    ),
  );
}

function keyOf({ account, module, day }: Pick<OpenSnapshot, "account" | "module" | "day">): string {
  return JSON.stringify([account, module, day]);
}
