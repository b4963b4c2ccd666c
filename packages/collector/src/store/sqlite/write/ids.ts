import type { DatabaseSync } from "node:sqlite";
import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import { prepareArrays } from "../database.ts";
import { pairKey } from "./changes.ts";
import { createFeatureNames, type FeatureNames } from "./feature-names.ts";
import { createRememberedCells, type RememberedCells } from "./remembered-cells.ts";
import { createVoids, type Voids } from "./voids.ts";
import { createWriters, type Writers } from "./writers.ts";

/** Most remembered keys of each sort; beyond it the memory starts afresh, and the database answers. */
const MAX_CACHED_KEYS = 100_000;

/** Tables that give a key its integer. */
type KeyTable = "accounts" | "users" | "features" | "actions" | "sources";

/** The integers by which the tables know keys. */
export interface KeyIds {
  find(key: string): number | undefined;
  /** The key's integer, made if need be. */
  intern(key: string): number;
}

/** All integers that cells refer to, with a memory of those that were used. */
export interface Ids extends Readonly<Record<KeyTable, KeyIds>> {
  readonly members: Members;
  readonly writers: Writers;
  readonly cells: RememberedCells;
  readonly voids: Voids;
  readonly featureNames: FeatureNames;
  /** Features that neither the definitions nor the protocol name. */
  countUnknownFeatures(): number;
  /** Forgets everything remembered: after a rollback, or when another process has written. */
  forget(): void;
}

/** Who uses the product where. */
export interface Members {
  has(account: number, user: number): boolean;
  /** Makes the member if need be. */
  ensure(account: number, user: number): void;
}

/** Prepares the look-ups on a connection. */
export function createIds(database: DatabaseSync): Ids {
  const accounts = createKeyIds(database, "accounts");
  const users = createKeyIds(database, "users");
  const features = createKeyIds(database, "features");
  const actions = createKeyIds(database, "actions");
  const sources = createKeyIds(database, "sources");
  const members = createMembers(database);
  const cells = createRememberedCells();
  const writers = createWriters(database, cells);
  const voids = createVoids(database);
  const featureNames = createFeatureNames(database);
  const unknownFeatures = database.prepare("SELECT count(*) AS count FROM features WHERE defined = 0 AND key <> ?");
  return {
    accounts,
    users,
    features,
    actions,
    sources,
    members,
    writers,
    cells,
    voids,
    featureNames,
    countUnknownFeatures: () => Number(unknownFeatures.get(OTHER_FEATURE)?.["count"]),
    forget() {
      for (const memory of [accounts, users, features, actions, sources, members, writers, cells, voids, featureNames])
        memory.forget();
    },
  };
}

interface Forgetful {
  forget(): void;
}

function createKeyIds(database: DatabaseSync, table: KeyTable): KeyIds & Forgetful {
  const select = prepareArrays(database, `SELECT id FROM ${table} WHERE key = ?`);
  const insert = database.prepare(`INSERT INTO ${table} (key) VALUES (?)`);
  const known = createMemory<string, number>();
  const find = (key: string): number | undefined => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const row = select.get(key) as unknown as readonly [number] | undefined;
    return row === undefined ? undefined : known.set(key, row[0]);
  };
  return {
    find,
    intern: (key) => find(key) ?? known.set(key, Number(insert.run(key).lastInsertRowid)),
    forget: known.forget,
  };
}

function createMembers(database: DatabaseSync): Members & Forgetful {
  const select = database.prepare("SELECT 1 FROM members WHERE account = ? AND user = ?");
  const insert = database.prepare("INSERT INTO members (account, user) VALUES (?, ?)");
  const known = createMemory<number, true>();
  const has = (account: number, user: number): boolean => {
    const key = pairKey(account, user);
    if (known.get(key)) return true;
    return select.get(account, user) !== undefined && known.set(key, true);
  };
  return {
    has,
    ensure(account, user) {
      if (has(account, user)) return;
      insert.run(account, user);
      known.set(pairKey(account, user), true);
    },
    forget: known.forget,
  };
}

function createMemory<Key, Value>() {
  const values = new Map<Key, Value>();
  return {
    get: (key: Key): Value | undefined => values.get(key),
    set(key: Key, value: Value): Value {
      if (values.size >= MAX_CACHED_KEYS) values.clear();
      values.set(key, value);
      return value;
    },
    forget: (): void => values.clear(),
  };
}
