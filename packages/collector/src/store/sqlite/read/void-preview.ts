import type { DatabaseSync } from "node:sqlite";
import type { VoidOutcome, VoidTarget } from "../../facts.ts";
import { createVoidRows } from "../void-rows.ts";
import { createVoidSum } from "../void-sum.ts";

/** Answers what a void would take out; null: nobody has heard of its target. */
export function createVoidPreview(database: DatabaseSync) {
  const { scopeOf, rowsOf } = createVoidRows(database);
  return (target: VoidTarget): VoidOutcome | null => {
    const scope = scopeOf(target);
    if (scope === null) return null;
    const sum = createVoidSum();
    for (const row of rowsOf(scope, target)) sum.add(row);
    return sum.outcome();
  };
}
