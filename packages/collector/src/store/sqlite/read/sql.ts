import type { SQLInputValue } from "node:sqlite";

/** A part of a statement, with the values of its parameters in their order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

/** `sql("type = ?", type)` */
export function sql(text: string, ...values: readonly SQLInputValue[]): Sql {
  return { text, values };
}

/** Parts one after the other. */
export function joined(parts: readonly Sql[], between: string): Sql {
  return { text: parts.map(({ text }) => text).join(between), values: parts.flatMap(({ values }) => values) };
}
