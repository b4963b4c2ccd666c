import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import type { AccountScope } from "../../domain/account-scope.ts";
import { foldedText, naturalKey } from "../../domain/text-order.ts";
import type { Records } from "../records.ts";
import {
  SNAPSHOT_ORDERS,
  type SnapshotDefinitions,
  type SnapshotOrder,
  type SnapshotPageQuery,
  type SnapshotWrite,
} from "../module-snapshots.ts";
import { ALL, NOW_MS, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const DEFINITIONS: SnapshotDefinitions = {
  modules: [
    { module: "sales", name: "Verkäufe", targetPercent: 70 },
    { module: "service", name: "Après-vente", targetPercent: null },
    { module: "nothing", name: "Not kept of anybody", targetPercent: 5 },
  ],
  criticalBelowPercent: 25,
  onTrackAbovePercent: 50,
};
const ACCOUNTS = Array.from({ length: 40 }, (_, index) => `account-${index}`);
const TARGETS = new Map(ACCOUNTS.slice(0, 9).map((account, index) => [account, index * 10]));
const ALL_DAYS = { from: 0, to: TODAY + 99 };
const PAGE = { limit: 7, offset: 3 };

/** Seven of an account, of several modules and days, with numbers that are often alike. */
function written(module: string, count: number): readonly SnapshotWrite[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${module}-${(index * 7919) % 1000}`,
    module,
    account: ACCOUNTS[(index * 13) % ACCOUNTS.length] ?? "",
    day: TODAY - ((index * 5) % 6) * 30,
    takenAtMs: NOW_MS + (index % 7),
    kind: (["manual", "scheduled", "requested"] as const)[index % 3] ?? "manual",
    actor: ["Zoë", "ada", "schedule"][index % 5] ?? "Bo 2",
    active: index % 11,
    activeUsers: null,
    licensed: [null, 0, 10, 20][index % 4] ?? null,
    definitionVersion: 1 + (index % 2),
  }));
}

/** What a page is told of, worked out of all that was written. */
interface Told {
  readonly snapshots: readonly SnapshotWrite[];
  /** By account. */
  readonly names: ReadonlyMap<string, string>;
}

const SCOPES: readonly AccountScope[] = [
  ALL,
  // All but a few, a few, one of them twice, and such as nobody has heard of.
  { kind: "only", accounts: ACCOUNTS.slice(3).toReversed() },
  { kind: "only", accounts: ["account-7", "account-2", "account-7", "nobody"] },
  { kind: "only", accounts: [] },
];
const WHICH: readonly Pick<SnapshotPageQuery, "module" | "search" | "days" | "account">[] = [
  { days: ALL_DAYS },
  { days: ALL_DAYS, module: "sales" },
  { days: { from: TODAY - 60, to: TODAY - 30 } },
  { days: { from: TODAY + 1, to: TODAY + 9 } },
  { days: ALL_DAYS, account: "account-7" },
  // Accounts, both by their names and their ids; a module by its name, and one that is called as its id; nothing.
  { days: ALL_DAYS, search: "group 1" },
  { days: { from: 0, to: TODAY - 30 }, module: "service", search: "count-1" },
  { days: ALL_DAYS, search: "vente" },
  { days: ALL_DAYS, search: "gone" },
  { days: ALL_DAYS, search: "sales" },
];

/** Pages of snapshots. */
export function testSnapshotPages(makePlace: MakePlace): void {
  describe("pages of snapshots", () => {
    test("are what sorting and filtering all of them comes to, also when there are more, or accounts are renamed", async () => {
      const { facts, records } = await useStore(makePlace);
      const named = new Map(ACCOUNTS.slice(5).map((id, index) => [id, `Group ${index % 12}`]));
      await facts.putAccounts(ACCOUNTS.map((id) => ({ id })));
      await facts.putAccounts([...named].map(([id, name]) => ({ id, name })));
      expect(await wrongPages(records, { snapshots: [], names: named })).toEqual([]);
      const first = [...written("sales", 120), ...written("service", 90)];
      await records.recordSnapshots(first);
      for (const [account, targetPercent] of TARGETS) {
        await records.putModuleTarget({ account, module: "service", targetPercent, actor: "Maya", atMs: NOW_MS });
      }
      expect(await wrongPages(records, { snapshots: first, names: named })).toEqual([]);
      const more = [...first, ...written("gone", 70)];
      await records.recordSnapshots(more);
      await facts.putAccounts([{ id: "account-9", name: "Agroup 100" }]);
      const renamed = new Map([...named, ["account-9", "Agroup 100"]] as const);
      expect(await wrongPages(records, { snapshots: more, names: renamed })).toEqual([]);
    });
  });
}

/** Asks for a page of every sort and filter. @returns those that are told otherwise. */
async function wrongPages(records: Pick<Records, "snapshotPage">, told: Told): Promise<readonly object[]> {
  const wrong: object[] = [];
  const sorts = SNAPSHOT_ORDERS.flatMap((by) => [false, true].map((descending) => ({ by, descending })));
  for (const scope of SCOPES) {
    for (const which of WHICH) {
      const found = told.snapshots.filter((snapshot) => isAsked(snapshot, { ...which, scope }, told.names));
      for (const sort of [undefined, ...sorts]) {
        const asked = { ...which, scope, definitions: DEFINITIONS, ...(sort !== undefined && { sort }) };
        const page = await records.snapshotPage({ ...asked, ...PAGE });
        const expected = found.toSorted((one, other) => compare(one, other, sort, told.names));
        const right = { total: found.length, rows: expected.slice(PAGE.offset, PAGE.offset + PAGE.limit) };
        if (!isDeepStrictEqual(page, right)) wrong.push({ asked, page, right });
      }
    }
  }
  return wrong;
}

function isAsked(
  { account, module, day }: SnapshotWrite,
  { scope, days, ...asked }: Omit<SnapshotPageQuery, "limit" | "offset">,
  names: Told["names"],
): boolean {
  const texts = [account, names.get(account) ?? "", moduleOf(module).name];
  return (
    (scope.kind === "all" || scope.accounts.includes(account)) &&
    (asked.account === undefined || asked.account === account) &&
    (asked.module === undefined || asked.module === module) &&
    texts.some((text) => foldedText(text).includes(asked.search ?? "")) &&
    day >= days.from &&
    day <= days.to
  );
}

function moduleOf(module: string): SnapshotDefinitions["modules"][number] {
  const defined = DEFINITIONS.modules.find((definition) => definition.module === module);
  return defined ?? { module, name: module, targetPercent: null };
}

function compare(
  one: SnapshotWrite,
  other: SnapshotWrite,
  sort: SnapshotPageQuery["sort"],
  names: Told["names"],
): number {
  const [left, right] = [one, other].map((snapshot) => (sort === undefined ? 0 : valueOf(snapshot, sort.by, names)));
  const usual = one.day - other.day || one.takenAtMs - other.takenAtMs || (one.id < other.id ? -1 : 1);
  if (left === right || left === undefined || right === undefined) return usual;
  if (left === null || right === null) return left === null ? 1 : -1;
  return left < right === sort?.descending ? 1 : -1;
}

function valueOf(snapshot: SnapshotWrite, by: SnapshotOrder, names: Told["names"]): string | number | null {
  const { account, module, active, licensed } = snapshot;
  const percent = licensed === null || licensed === 0 ? null : (active * 100) / licensed;
  switch (by) {
    case "takenAt":
      return snapshot.takenAtMs;
    case "accountName":
      return naturalKey(names.get(account) ?? account);
    case "moduleName":
      return naturalKey(moduleOf(module).name);
    case "actor":
      return naturalKey(snapshot.actor);
    case "percent":
      return percent;
    case "status":
      return percent === null ? null : percent < 25 ? 0 : percent > 50 ? 2 : 1;
    case "targetPercent":
      return (module === "service" ? TARGETS.get(account) : undefined) ?? moduleOf(module).targetPercent;
    default:
      return snapshot[by];
  }
}
