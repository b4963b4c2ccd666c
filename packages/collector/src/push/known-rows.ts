import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
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
  for (const row of await storedRows(facts, kind)) known.set(keyOf(kind, row), row);
  return (written) => {
    const row = written as unknown as Fields;
    const key = keyOf(kind, row);
    const stored = known.get(key);
    const isGone = row["deleted"] === true || emptiesItself(kind, row);
    if (stored === undefined) {
      if (isGone) return { kind: "unchanged", key };
      known.set(key, merged({}, row));
      return { kind: "created", key };
    }
    if (isGone) {
      known.delete(key);
      return { kind: "changed", key, fields: [{ field: "row", from: "there", to: "removed" }] };
    }
    if (kind === "pillars" && Number(row["at"]) < Number(stored["at"])) return { kind: "unchanged", key };
    const fields = changesOf(stored, row);
    known.set(key, merged(stored, row));
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
      return asFields((await facts.users(scope)).filter(({ inRoster }) => inRoster));
    case "assets":
      return asFields((await facts.assets({ scope, withDeleted: true })).rows);
    default:
      return asFields(await facts.pushed({ kind, scope }));
  }
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

function keyOf(kind: DoorKind, row: Fields): string {
  return KEYS[kind]
    .map((field) => String(valueInWords(field, row[field] ?? "")))
    .filter((value) => value !== "")
    .join(" ");
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
    return isSame(from, to) ? [] : [{ field, from, to }];
  });
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
