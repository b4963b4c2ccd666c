import type { SQLInputValue } from "node:sqlite";
import { foldedText, naturalKey } from "../../../domain/text-order.ts";
import { PARTS_PER_WHOLE } from "../../../domain/share.ts";
import type { SnapshotDefinitions, SnapshotOrder, SnapshotPageQuery } from "../../module-snapshots.ts";
import type { KnownSnapshots } from "./known-snapshots.ts";

/** The order of snapshots, of a table that is called `t`. */

/** As they come unless asked otherwise. */
export const SNAPSHOT_ORDER = "t.as_of_day, t.taken_at_ms, t.id";

const PARTS = `t.active * ${PARTS_PER_WHOLE}`;
const TARGET = `(SELECT target_percent FROM module_targets AS own WHERE own.account = t.account AND own.module = t.module)`;

/** What they are sorted by; those of an account's name are found in its order. */
type SortedOrder = Exclude<SnapshotOrder, "day">;

const TERMS: Readonly<Record<SortedOrder, string | ((modules: ModuleTexts) => string)>> = {
  takenAt: "t.taken_at_ms",
  accountName: "ranked.value ->> 1",
  moduleName: ({ byModule }) => byModule("sorted"),
  kind: "t.kind",
  actor: "actors.sorted",
  active: "t.active",
  licensed: "t.licensed",
  percent: "CASE WHEN t.licensed > 0 THEN t.active * 100.0 / t.licensed END",
  // In the order of their words: critical, needsAttention, onTrack.
  status: `CASE WHEN t.licensed > 0 THEN
      CASE WHEN ${PARTS} < :criticalParts * t.licensed THEN 0 WHEN ${PARTS} > :onTrackParts * t.licensed THEN 2 ELSE 1 END
    END`,
  targetPercent: ({ byModule, hasOwnTargets }) =>
    hasOwnTargets ? `ifnull(${TARGET}, ${byModule("target")})` : byModule("target"),
  definitionVersion: "t.definition_version",
};

/** Names are folded once, not for every snapshot. */
const ACTORS = {
  table: "actors AS MATERIALIZED (SELECT value ->> 0 AS actor, value ->> 1 AS sorted FROM json_each(:actors)),",
  join: "JOIN actors ON actors.actor = t.actor",
};

/** An order in SQL. */
export interface OrderSql {
  /** What is sorted by, where that isn't a column of the usual order. */
  readonly term: string;
  /** After `ORDER BY`; the term is called `sorted`. */
  readonly order: string;
  /** A table of names, and how it is joined; empty: there is none. */
  readonly table: string;
  readonly join: string;
  /** Whether it is by day, and of one day as they come: in it they can be walked along. */
  readonly isByDay: boolean;
}

export function orderSql(sort: SnapshotPageQuery["sort"], modules: ModuleTexts): OrderSql {
  const direction = sort?.descending === true ? "DESC" : "ASC";
  if (sort === undefined || sort.by === "day") {
    const order = `t.as_of_day ${direction}, t.taken_at_ms, t.id`;
    return { term: "NULL", order, table: "", join: "", isByDay: true };
  }
  const term = TERMS[sort.by];
  return {
    term: typeof term === "string" ? term : term(modules),
    order: `sorted ${direction} NULLS LAST, ${SNAPSHOT_ORDER}`,
    ...(sort.by === "actor" ? ACTORS : { table: "", join: "" }),
    isByDay: false,
  };
}

/** The parameter `:actors` of {@link orderSql}. */
export function actorsParameter({ actors }: KnownSnapshots): string {
  return JSON.stringify(actors.map((actor) => [actor, naturalKey(actor)]));
}

/** What definitions say of the modules of which there are snapshots, in SQL. */
export interface ModuleTexts {
  /** By the module of a snapshot what it is sorted by, or its target. */
  readonly byModule: (of: "sorted" | "target") => string;
  readonly parameters: Readonly<Record<string, SQLInputValue>>;
  /** Those in whose names the search finds something. */
  readonly found: readonly string[];
  /** Whether any account has a target of its own; mostly none has, and nobody needs to be looked up. */
  readonly hasOwnTargets: boolean;
}

/**
 * There are few modules and many snapshots: to compare is faster than to join.
 * @param needle as `foldedText` folds it.
 */
export function moduleTexts(
  modules: readonly string[],
  definitions: SnapshotDefinitions,
  needle: string,
  hasOwnTargets: boolean,
): ModuleTexts {
  const defined = new Map(definitions.modules.map((definition) => [definition.module, definition]));
  const parameters: Record<string, SQLInputValue> = {};
  const found: string[] = [];
  for (const [index, module] of modules.entries()) {
    const { name, targetPercent } = defined.get(module) ?? { name: module, targetPercent: null };
    parameters[`key${index}`] = module;
    parameters[`sorted${index}`] = naturalKey(name);
    parameters[`target${index}`] = targetPercent;
    if (foldedText(name).includes(needle)) found.push(module);
  }
  return {
    parameters,
    found,
    hasOwnTargets,
    byModule(of) {
      const cases = modules.map((_, index) => `WHEN :key${index} THEN :${of}${index}`);
      return cases.length === 0 ? "NULL" : `CASE t.module ${cases.join(" ")} END`;
    },
  };
}
