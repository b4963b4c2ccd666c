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
  return VARIABLES.map(
    (variable) =>
      `  ${variable.name.padEnd(width)}  ${variable.help}\n  ${" ".repeat(width)}  (${kindOf(variable)}; default: ${defaultOf(variable)})`,
  ).join("\n");
}

/** One line for each variable: what it is, who decided it, its type with its unit, and its default. Secrets are masked. */
export function printConfig(environment: Environment): readonly string[] {
  const rows = VARIABLES.map((variable) => {
    const { name, type } = variable;
    const set = environment[name] ?? "";
    const decided = set === "" ? [defaultOf(variable), "default"] : [type === "secret" ? MASK : set, "environment"];
    return [name, ...decided, kindOf(variable), `default: ${defaultOf(variable)}`];
  });
  const widths = [0, 1, 2, 3].map((column) => widest(rows.map((row) => row[column] ?? "")));
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  "));
}

function kindOf({ type, unit }: Variable): string {
  return unit === undefined ? type : `${type}, ${unit}`;
}

function defaultOf({ default: value, unset = "none" }: Variable): string {
  return value ?? unset;
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
