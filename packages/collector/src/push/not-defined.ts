import { closest, distance } from "fastest-levenshtein";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
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

/** The field of a kind that names something of the definitions. */
const NAMING: Partial<Readonly<Record<LineKind, readonly [field: string, of: "modules" | "assetTypes" | "actions"]>>> =
  {
    seats: ["module", "modules"],
    assets: ["type", "assetTypes"],
    actions: ["action", "actions"],
  };

/** Where the definitions have none of a sort, nobody has defined any on purpose, and nothing is missing. */
export function createNotDefined(kind: LineKind, definitions: CompiledDefinitions): NotDefinedIds {
  const [field, of] = NAMING[kind] ?? [];
  const known: ReadonlyMap<string, unknown> = of === undefined ? new Map() : definitions[of];
  const found = new Map<string, NotDefined>();
  return {
    note(rows) {
      if (field === undefined || known.size === 0) return;
      for (const { line, row } of rows) {
        const id = String(Reflect.get(row, field));
        if (known.has(id)) continue;
        const before = found.get(id);
        found.set(id, before === undefined ? { field, id, line, lines: 1 } : { ...before, lines: before.lines + 1 });
      }
    },
    told: () => [...found.values()].slice(0, MAX_TOLD),
    sentence({ id, line, lines }) {
      const nearest = closest(id, [...known.keys()]);
      const isNear = distance(id.toLowerCase(), nearest.toLowerCase()) <= MAX_WRONG_LETTERS;
      const more = lines === 1 ? "" : ` and ${lines - 1} more`;
      return `The definitions have no ${field} "${id}" (line ${line}${more}); it is kept until they do.${isNear ? ` Do you mean ${nearest}?` : ""}`;
    },
  };
}
