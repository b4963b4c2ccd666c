import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { groupBy } from "../domain/group-by.ts";
import type { Facts } from "../store/facts.ts";
import type { PushWrites } from "../store/pushed.ts";
import type { DoorKind } from "./push-schema.ts";
import { valueInWords } from "./value-in-words.ts";

/** A row, as it is stored or as it is pushed, by field. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields that tell rows of a kind apart. */
const KEYS: Readonly<Record<DoorKind, readonly string[]>> = {
  accounts: ["id"],
  users: ["id"],
  seats: ["account", "module"],
  assets: ["account", "type", "id"],
  actions: ["source", "account", "user", "action", "slot"],
  gauges: ["account", "gauge", "day"],
  touchpoints: ["id"],
  responses: ["id"],
  pillars: ["account", "pillar"],
  presence: ["day", "account", "user"],
  annotations: ["id"],
};

/** What a row would do. */
export type RowEffect =
  | { readonly kind: "created" | "unchanged"; readonly key: string }
  | { readonly kind: "changed"; readonly key: string; readonly fields: readonly FieldChange[] };

/** A field that a row would change; undefined: there is no value. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * Tells what rows would do to what is stored, and to the rows before them; writes nothing.
 * @returns the effect of one row after the other.
 */
export async function createForecast(
  facts: Pick<Facts, "accounts" | "users" | "assets" | "pushed">,
  kind: DoorKind,
): Promise<(row: PushWrites[DoorKind]) => RowEffect> {
  const known = new Map<string, Fields>();
  for (const row of await storedRows(facts, kind)) known.set(JSON.stringify(keysOf(kind, row)), row);
  return (written) => {
    const row = written as unknown as Fields;
    const keys = keysOf(kind, row);
    const key = keys.filter((value) => value !== "").join(" ");
    const id = JSON.stringify(keys);
    const stored = known.get(id);
    const isGone = row["deleted"] === true || emptiesItself(kind, row);
    if (stored === undefined) {
      if (isGone) return { kind: "unchanged", key };
      known.set(id, merged({}, row));
      return { kind: "created", key };
    }
    if (isGone) {
      known.delete(id);
      return { kind: "changed", key, fields: [{ field: "row", from: "there", to: "removed" }] };
    }
    if (kind === "pillars" && Number(row["at"]) < Number(stored["at"])) return { kind: "unchanged", key };
    const fields = changesOf(stored, row);
    known.set(id, merged(stored, row));
    return fields.length === 0 ? { kind: "unchanged", key } : { kind: "changed", key, fields };
  };
}

async function storedRows(
  facts: Pick<Facts, "accounts" | "users" | "assets" | "pushed">,
  kind: DoorKind,
): Promise<readonly Fields[]> {
  const scope = ALL_ACCOUNTS;
  switch (kind) {
    case "accounts":
      return asFields((await facts.accounts(scope)).filter(({ inRoster }) => inRoster));
    case "users":
      return asFields(await toldUsers(facts));
    case "assets":
      return asFields((await facts.assets({ scope, withDeleted: true })).rows);
    default:
      return asFields(await facts.pushed({ kind, scope }));
  }
}

/**
 * People with the accounts that were told of them, which a push replaces, and `seenIn`, those where they were only seen, which
 * are theirs whether or not a push, such as one of an export, names them.
 */
async function toldUsers(facts: Pick<Facts, "users" | "pushed">): Promise<readonly object[]> {
  const [users, memberships] = await Promise.all([
    facts.users(ALL_ACCOUNTS),
    facts.pushed({ kind: "memberships", scope: ALL_ACCOUNTS }),
  ]);
  const accountsOf = groupBy(memberships, ({ user }) => user);
  return users
    .filter(({ inRoster }) => inRoster)
    .map((user) => {
      const accounts = (accountsOf.get(user.id) ?? []).map(({ account }) => account).toSorted();
      const seenIn = user.accounts.filter((account) => !accounts.includes(account));
      return Object.assign({}, user, { accounts, seenIn });
    });
}

function asFields(rows: readonly object[]): readonly Fields[] {
  return rows as readonly Fields[];
}

/** Rows whose value says that there is none. */
function emptiesItself(kind: DoorKind, row: Fields): boolean {
  return (
    (kind === "actions" && row["count"] === 0) ||
    (kind === "gauges" && row["value"] === null) ||
    (kind === "pillars" && row["score"] === null)
  );
}

/** What tells a row apart, as people read it; empty: it has no such value. */
function keysOf(kind: DoorKind, row: Fields): readonly string[] {
  return KEYS[kind].map((field) => String(valueInWords(field, row[field] ?? "")));
}

function isGroup(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function changesOf(stored: Fields, row: Fields): readonly FieldChange[] {
  return Object.entries(row).flatMap(([field, to]): readonly FieldChange[] => {
    const from = stored[field];
    if (isGroup(to)) {
      const before = isGroup(from) ? from : {};
      return changesOf(before, to).map((change) => Object.assign({}, change, { field: `${field}.${change.field}` }));
    }
    return isSame(from, field === "accounts" ? withoutSeen(stored, to) : to) ? [] : [{ field, from, to }];
  });
}

function withoutSeen({ seenIn }: Fields, accounts: unknown): unknown {
  if (!Array.isArray(accounts) || !Array.isArray(seenIn)) return accounts;
  return (accounts as readonly unknown[]).filter((account) => !seenIn.includes(account));
}

/** Nothing is null or absent; lists are sets. */
function isSame(from: unknown, to: unknown): boolean {
  if (Array.isArray(from) && Array.isArray(to)) {
    const [one, other] = [new Set(from), new Set(to)];
    return one.size === other.size && [...one].every((value) => other.has(value));
  }
  return (from ?? null) === (to ?? null) || (to === false && (from ?? null) === null);
}

function merged(stored: Fields, row: Fields): Fields {
  const fields = Object.entries(row).map(([field, value]) => {
    const before = stored[field];
    return [field, isGroup(value) ? merged(isGroup(before) ? before : {}, value) : value] as const;
  });
  return { ...stored, ...Object.fromEntries(fields) };
}
