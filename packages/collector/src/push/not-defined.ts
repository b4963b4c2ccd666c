import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import { closest, distance } from "fastest-levenshtein";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { kindOfKey } from "../domain/feature-kind.ts";
import type { LineKind } from "./push-schema.ts";

/** Something that lines name and the definitions don't have. It is kept, and shown once they do; or it is a typing error. */
export interface NotDefined {
  readonly field: string;
  readonly id: string;
  /** The first line that names it. */
  readonly line: number;
  /** How many do. */
  readonly lines: number;
}

/** Collects what lines name and the definitions don't have, over the pieces of a batch. */
export interface NotDefinedIds {
  note(rows: readonly { readonly line: number; readonly row: object }[]): void;
  /** By the first line, at most {@link MAX_TOLD} of them. */
  told(): readonly NotDefined[];
  /** What people are told of one. */
  sentence(one: NotDefined): string;
}

const MAX_TOLD = 20;
/** An id with at most so many letters wrong was probably meant. */
const MAX_WRONG_LETTERS = 2;

/** What lines name of the definitions. */
interface Naming {
  /** As whoever sends the lines calls it. */
  readonly field: string;
  readonly of: "modules" | "assetTypes" | "actions" | "features";
  idsOf(row: object): readonly string[];
}

const NAMINGS: Partial<Readonly<Record<LineKind | "messages", readonly Naming[]>>> = {
  seats: [{ field: "module", of: "modules", idsOf: valueOf("module") }],
  assets: [{ field: "type", of: "assetTypes", idsOf: valueOf("type") }],
  actions: [{ field: "action", of: "actions", idsOf: valueOf("action") }],
  // Segment's word for what is an action here.
  messages: [{ field: "event", of: "actions", idsOf: valueOf("action") }],
  usage: [
    { field: "feature", of: "features", idsOf: valueOf("feature") },
    { field: "action", of: "actions", idsOf: (row) => Object.keys(Reflect.get(row, "actions") as object) },
  ],
};

function valueOf(field: string): (row: object) => readonly string[] {
  return (row) => [String(Reflect.get(row, field))];
}

/** Where the definitions have none of a sort, nobody has defined any on purpose, and nothing is missing. */
export function createNotDefined(kind: LineKind | "messages", definitions: CompiledDefinitions): NotDefinedIds {
  const namings = (NAMINGS[kind] ?? []).filter(({ of }) => definitions[of].size > 0);
  const found = new Map<string, NotDefined>();
  return {
    note(rows) {
      for (const { field, of, idsOf } of namings) {
        for (const { line, row } of rows) {
          for (const id of idsOf(row)) {
            if (definitions[of].has(id) || (of === "features" && isFeatureAnyway(id))) continue;
            const key = `${field} ${id}`;
            const before = found.get(key);
            found.set(
              key,
              before === undefined ? { field, id, line, lines: 1 } : { ...before, lines: before.lines + 1 },
            );
          }
        }
      }
    },
    told: () => [...found.values()].toSorted((one, other) => one.line - other.line).slice(0, MAX_TOLD),
    sentence({ field, id, line, lines }) {
      const of = namings.find((naming) => naming.field === field)?.of;
      const nearest = closest(id, of === undefined ? [] : [...definitions[of].keys()]);
      const isNear = distance(id.toLowerCase(), nearest.toLowerCase()) <= MAX_WRONG_LETTERS;
      const more = lines === 1 ? "" : ` and ${lines - 1} more`;
      return `The definitions have no ${field} "${id}" (line ${line}${more}); it is kept until they do.${isNear ? ` Do you mean ${nearest}?` : ""}`;
    },
  };
}

/** Links are features by what they are called, and time with no feature has one of its own. */
function isFeatureAnyway(id: string): boolean {
  return id === OTHER_FEATURE || kindOfKey(id) === "link";
}
