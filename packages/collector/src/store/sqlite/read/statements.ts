import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Prepares SQL, each text once: to prepare a question takes as long as to read one account's answer. */
export type Statements = (sql: string) => StatementSync;

/**
 * The statements of a connection. How many there will be is bounded by the shapes of questions, since whatever is asked
 * for is bound.
 * @param rows how they tell their rows; as arrays costs half as much.
 */
export function createStatements(database: DatabaseSync, rows: "objects" | "arrays"): Statements {
  const known = new Map<string, StatementSync>();
  return (sql) => {
    const found = known.get(sql);
    if (found !== undefined) return found;
    const statement = database.prepare(sql);
    statement.setReturnArrays(rows === "arrays");
    // Not every shape of a question looks at each of its parameters.
    statement.setAllowUnknownNamedParameters(true);
    known.set(sql, statement);
    return statement;
  };
}
