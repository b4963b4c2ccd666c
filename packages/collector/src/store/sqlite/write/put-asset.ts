import { slotOf } from "@uptake/tracker/protocol";
import { naturalKey } from "../../../domain/text-order.ts";
import { assetChanges, type AssetLife } from "../../asset-timeline.ts";
import type { AssetWrite } from "../../facts.ts";
import { prepareArrays } from "../database.ts";
import { foldedAsset } from "../folded-asset.ts";
import type { WriteContext } from "./write-context.ts";

type AssetKey = readonly [account: number, type: string, key: string];

/** An asset as it is stored. */
interface Asset {
  readonly name: string | null;
  readonly createdAtMs: number | null;
  readonly configured: number;
  readonly runs: number;
  readonly lastRunAtMs: number | null;
  readonly deletedAtMs: number | null;
  readonly knownAtMs: number | null;
  readonly undatedRuns: number;
}

const KEY = "account = ? AND type = ? AND key = ?";
const COLUMNS: Readonly<Record<keyof Asset, string>> = {
  name: "name",
  createdAtMs: "created_at_ms",
  configured: "configured",
  runs: "runs",
  lastRunAtMs: "last_run_at_ms",
  deletedAtMs: "deleted_at_ms",
  knownAtMs: "known_at_ms",
  undatedRuns: "undated_runs",
};
const NAMES = Object.keys(COLUMNS) as readonly (keyof Asset)[];

/**
 * Writes what the host says about an asset. A field that is absent stays as it was. The counts of the past follow by the
 * difference between the life that was known and the one that is known now, so it may be told anew at any time.
 */
export function createPutAsset(context: WriteContext) {
  const { database, ids } = context;
  const select = database.prepare(
    `SELECT ${NAMES.map((name) => `${COLUMNS[name]} AS ${name}`).join(", ")} FROM assets WHERE ${KEY}`,
  );
  // What stays as it was costs no index anything.
  const written = [...NAMES.map((name) => COLUMNS[name]), "name_key", "folded"];
  const put = database.prepare(`
    INSERT INTO assets (account, type, key, ${written.join(", ")}) VALUES (?, ?, ?, ${written.map(() => "?").join(", ")})
    ON CONFLICT DO UPDATE SET ${written.map((column) => `${column} = excluded.${column}`).join(", ")}`);
  const toggles = createToggles(context);
  const moveChanges = createMoveChanges(context);
  const moveCounts = createMoveCounts(context);
  const countRuns = createCountRuns(context);
  // Assets are the account's: the mark of nobody tells that it has news.
  const mark = database.prepare(
    "INSERT INTO dirty_members (account, user) VALUES (?, 0) ON CONFLICT DO UPDATE SET taken = 0 WHERE taken <> 0",
  );

  return (row: AssetWrite, receivedAtMs: number): null => {
    const key: AssetKey = [ids.accounts.intern(row.account), row.type, row.id];
    const before = select.get(...key) as unknown as Asset | undefined;
    const after = countRuns(key, before, told(before, row, receivedAtMs), receivedAtMs);
    if (before !== undefined && NAMES.every((name) => before[name] === after[name])) return null;
    put.run(
      ...key,
      ...NAMES.map((name) => after[name]),
      naturalKey(after.name ?? row.id),
      foldedAsset(after.name, row.id),
    );
    mark.run(key[0]);
    moveCounts(key, before, after);
    const togglesBefore = before === undefined ? [] : toggles.of(key);
    const isToggled = before !== undefined && before.configured !== after.configured;
    const togglesAfter = isToggled ? toggles.add(key, togglesBefore, after.configured, receivedAtMs) : togglesBefore;
    if (before !== undefined) moveChanges(key, lifeOf(before, togglesBefore), -1);
    moveChanges(key, lifeOf(after, togglesAfter), 1);
    return null;
  };
}

/** The asset with what was told, its runs not yet dated. */
function told(before: Asset | undefined, row: AssetWrite, receivedAtMs: number): Asset {
  return {
    name: row.name ?? before?.name ?? null,
    createdAtMs: row.createdAt ?? before?.createdAtMs ?? null,
    configured: Number(row.configured ?? before?.configured ?? 0),
    runs: row.runs ?? before?.runs ?? 0,
    lastRunAtMs: (row.lastRunAt === undefined ? before?.lastRunAtMs : row.lastRunAt) ?? null,
    deletedAtMs: (row.deletedAt === undefined ? before?.deletedAtMs : row.deletedAt) ?? null,
    knownAtMs: before === undefined ? receivedAtMs : before.knownAtMs,
    undatedRuns: before?.undatedRuns ?? 0,
  };
}

/** The life of an asset; one that is older than its first dated word has been there since ever. */
export function lifeOf(
  asset: Pick<Asset, "createdAtMs" | "knownAtMs" | "deletedAtMs" | "configured">,
  togglesAtMs: readonly number[],
): AssetLife {
  const { createdAtMs, knownAtMs, deletedAtMs, configured } = asset;
  return { createdAtMs: createdAtMs ?? knownAtMs ?? 0, deletedAtMs, configured: configured === 1, togglesAtMs };
}

/** Keeps when the configured state of assets changed. */
function createToggles({ database }: WriteContext) {
  const select = prepareArrays(database, `SELECT at_ms FROM asset_toggles WHERE ${KEY} ORDER BY at_ms`);
  const insert = database.prepare(
    "INSERT INTO asset_toggles (account, type, key, at_ms, configured) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = database.prepare(`DELETE FROM asset_toggles WHERE ${KEY} AND at_ms = ?`);
  return {
    of: (key: AssetKey) => (select.all(...key) as unknown as readonly (readonly [number])[]).map(([atMs]) => atMs),
    /** @returns all of them. */
    add(key: AssetKey, known: readonly number[], configured: number, receivedAtMs: number): readonly number[] {
      const last = known.at(-1) ?? 0;
      // What was told last holds, also where the clock was set back.
      const atMs = Math.max(receivedAtMs, last);
      if (known.length > 0 && atMs === last) {
        // There and back in one moment.
        remove.run(...key, atMs);
        return known.slice(0, -1);
      }
      insert.run(...key, atMs, configured);
      return [...known, atMs];
    },
  };
}

/** Adds a life to the changes of the counts, or takes it out. */
function createMoveChanges({ database }: WriteContext) {
  const upsert = database.prepare(`
    INSERT INTO asset_changes (account, type, slot, assets, active_assets) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET assets = assets + excluded.assets, active_assets = active_assets + excluded.active_assets`);
  const removeEmpty = database.prepare(
    "DELETE FROM asset_changes WHERE account = ? AND type = ? AND slot = ? AND assets = 0 AND active_assets = 0",
  );
  return ([account, type]: AssetKey, life: AssetLife, sign: 1 | -1): void => {
    for (const { slot, assets, activeAssets } of assetChanges(life)) {
      upsert.run(account, type, slot, sign * assets, sign * activeAssets);
      removeEmpty.run(account, type, slot);
    }
  };
}

/** Keeps how many assets there are: as many as all changes come to. */
function createMoveCounts({ database }: WriteContext) {
  const upsert = database.prepare(`
    INSERT INTO asset_counts (account, type, assets, active_assets) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET assets = assets + excluded.assets, active_assets = active_assets + excluded.active_assets`);
  const removeEmpty = database.prepare("DELETE FROM asset_counts WHERE account = ? AND type = ? AND assets = 0");
  const countsOf = (asset: Asset | undefined): readonly [assets: number, active: number] =>
    asset?.deletedAtMs === null ? [1, asset.configured] : [0, 0];
  return ([account, type]: AssetKey, before: Asset | undefined, after: Asset): void => {
    const [[assetsBefore, activeBefore], [assets, active]] = [countsOf(before), countsOf(after)];
    if (assets === assetsBefore && active === activeBefore) return;
    upsert.run(account, type, assets - assetsBefore, active - activeBefore);
    if (assets < assetsBefore) removeEmpty.run(account, type);
  };
}

/**
 * Counts by how much the runs have grown on the day of the last run, or on the day of the push. Runs that were there when
 * the asset was first told of belong to no day, unless it was made on that very day; nor do those that are taken back.
 */
function createCountRuns(context: WriteContext) {
  const add = context.database.prepare(`
    INSERT INTO asset_runs (day, account, type, key, runs) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET runs = runs + excluded.runs`);
  return (key: AssetKey, before: Asset | undefined, after: Asset, receivedAtMs: number): Asset => {
    const grown = after.runs - (before?.runs ?? 0);
    if (grown === 0) return after;
    const { calendar } = context.workspace;
    const dayOf = (atMs: number): number => calendar.dayOfSlot(slotOf(atMs));
    const isNewRun = after.lastRunAtMs !== null && after.lastRunAtMs !== (before?.lastRunAtMs ?? null);
    const day = dayOf(isNewRun ? Math.min(after.lastRunAtMs, receivedAtMs) : receivedAtMs);
    const isDated = before !== undefined || (after.createdAtMs !== null && dayOf(after.createdAtMs) === day);
    if (grown < 0 || !isDated) return { ...after, undatedRuns: after.undatedRuns + grown };
    add.run(day, ...key, grown);
    return after;
  };
}
