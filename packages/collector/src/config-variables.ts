import { closest } from "fastest-levenshtein";
import * as v from "valibot";
import { environmentSchema, type VariableNotes } from "./config.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable, as people are told of it. */
export interface Variable extends VariableNotes {
  readonly name: string;
  /** As it would be written; null: it has none of its own, and `unset` says what that means. */
  readonly default: string | null;
}

const PREFIX = "UPTAKE_";
/** What host apps call theirs, which may stand in the same environment. */
const HOST_VARIABLES: ReadonlySet<string> = new Set(["UPTAKE_SERVER", "UPTAKE_PUBLIC_KEY", "UPTAKE_SECRET_KEY"]);
const MASK = "********";

/** Every variable, made from the schema that reads them. */
export const VARIABLES: readonly Variable[] = Object.entries(environmentSchema.entries).map(([name, entry]) => {
  const { notes } = v.getMetadata(entry.wrapped) as { readonly notes: VariableNotes };
  return Object.assign({ name, default: (entry.default as string | undefined) ?? null }, notes);
});

/** The list of variables for `--help`. */
export function helpOnVariables(): string {
  const width = widest(VARIABLES.map(({ name }) => name));
  return VARIABLES.map(({ name, type, unit, help, default: value, unset = "none" }) => {
    const kind = unit === undefined ? type : `${type}, ${unit}`;
    return `  ${name.padEnd(width)}  ${help}\n  ${" ".repeat(width)}  (${kind}; default: ${value ?? unset})`;
  }).join("\n");
}

/** One line for each variable: what it is, and who decided it. Secrets are masked. */
export function printConfig(environment: Environment): readonly string[] {
  const rows = VARIABLES.map(({ name, type, default: fallback, unset = "none" }) => {
    const set = environment[name] ?? "";
    if (set === "") return [name, fallback ?? unset, "default"];
    return [name, type === "secret" ? MASK : set, "environment"];
  });
  const widths = [0, 1].map((column) => widest(rows.map((row) => row[column] ?? "")));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A sentence about each variable that looks like ours and is none, with the one that was probably meant. */
export function unknownVariables(environment: Environment): readonly string[] {
  const known = VARIABLES.map(({ name }) => name);
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name) && !HOST_VARIABLES.has(name))
    .toSorted()
    .map((name) => `${name} is no variable of this version and is ignored. Do you mean ${closest(name, known)}?`);
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}
