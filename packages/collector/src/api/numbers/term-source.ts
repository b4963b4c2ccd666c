import type { Term } from "./number.ts";

/** What opens nothing, since nobody measures it: somebody has set it. */
type Set = Pick<Term, "opens" | "source">;

/** By the definitions, at this path, or by their default. */
export function definedAt(...path: readonly string[]): Set {
  return { opens: null, source: { kind: "definitions", path: [...path] } };
}

/** By whoever gave the account a target of its own. */
export function setForAccount(account: string, module: string): Set {
  return { opens: null, source: { kind: "target", path: [account, module] } };
}

/** By the formula itself. */
export const IN_FORMULA: Set = { opens: null, source: { kind: "formula", path: [] } };
