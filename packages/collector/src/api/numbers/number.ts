import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import type { ExplainReply } from "../contract.ts";
import type { KeptSums } from "../reading/kept.ts";
import type { ListQuery } from "../query/list-query.ts";
import type { Reading } from "../reading/reading.ts";
import type { StoredRows } from "../tables/list.ts";

/** What a number is about. What is absent is not narrowed: no account means all that are visible. */
export type Subject = ExplainReply["subject"];

/** A number, to be asked for with the same filters as the one that names it. */
export interface NumberReference {
  readonly number: string;
  readonly subject: Subject;
  /** Over other days than those that were asked for, as of the same day; absent: over the same. */
  readonly over?: "all" | DayRange;
  /** As of the end of this day, where that is another one than the day that was asked for; absent: as of the same. */
  readonly asOf?: WorkspaceDay;
}

/** One row of the list behind a number. Its value is its share of a sum, or what put it into the list. */
export type Evidence = Opening<ExplainReply["rows"][number]>;

/** What the formula puts together, by name. */
export type Term = Opening<Omit<ToldTerm, "source">> & {
  /** Where it was set, of one that nobody measures; absent: it was measured. */
  readonly source?: NonNullable<ToldTerm["source"]>;
};
type ToldTerm = ExplainReply["terms"][number];

type Opening<Told> = Omit<Told, "opens"> & { readonly opens: NumberReference | null };

/** What was left out, and why. */
export type Exclusion = Omit<ExplainReply["excluded"][number], "opens"> & {
  /** Absent: there is no number of it. */
  readonly opens?: NumberReference;
};

/** A dimension along which a number can be opened. */
export type Dimension = ExplainReply["by"];

/** One number that is shown anywhere: on a tile, in a column, in the widget. */
export interface NumberDefinition {
  readonly id: string;
  /** On screen. */
  readonly name: string;
  readonly unit: ExplainReply["number"]["unit"];
  readonly kind: ExplainReply["number"]["kind"];
  /** In words, with where the rule comes from. */
  readonly formula: string;
  /** What it can be about; empty: the workspace only. */
  readonly subjects: readonly (keyof Subject)[];
  /** Without which there is no such number; absent: none of them. */
  readonly requires?: readonly (keyof Subject)[];
  /** Along what it can be opened, the usual one first; those that the subject names already are left out. */
  readonly splits: readonly Dimension[];
  measure(reading: Reading, subject: Subject, split: Dimension): Promise<Measurement>;
  /** Its value about everything that a reading sees, from what is kept; absent: it isn't kept. */
  readonly ofSums?: (sums: KeptSums) => number | null;
}

/** The same number, which is kept under its id unless it says otherwise. */
export function keptUnderId(definition: NumberDefinition): NumberDefinition {
  return { ofSums: (sums) => sums[definition.id] ?? 0, ...definition };
}

/** A number with what it was made of. */
export interface Measurement {
  /** Null: no data, or nothing to divide by. */
  readonly value: number | null;
  readonly terms: readonly Term[];
  /** The whole list behind the number; empty where it is `stored`. */
  readonly rows: readonly Evidence[];
  /** The list where it may be too long to be read as a whole: searched and sorted by the store. */
  readonly stored?: (query: Pick<ListQuery<string>, "search" | "sort">) => Promise<StoredRows<Evidence>>;
  readonly excluded: readonly Exclusion[];
  /** What the rows' values are measured in; absent: of lists nothing, of others what the number is. */
  readonly rowUnit?: NumberDefinition["unit"];
  /** How it follows from its rows, where that depends on what it is about; absent: as the number says. */
  readonly kind?: NumberDefinition["kind"];
}

/** The sum of what is listed. */
export function sumOf(rows: readonly Evidence[]): number {
  return rows.reduce((sum, { value }) => sum + (value ?? 0), 0);
}
