import type { LineKind } from "./push-schema.ts";

/** How a column's cells are read. `texts` and `values` are groups: `assignments.csm`, `attributes.industry`. */
export type CsvColumn = "text" | "number" | "time" | "flag" | "list" | "texts" | "values";

/** The columns of each kind, by the names of its fields. */
export const CSV_COLUMNS: Readonly<Record<LineKind, Readonly<Record<string, CsvColumn>>>> = {
  accounts: {
    id: "text",
    name: "text",
    plan: "text",
    createdAt: "time",
    churnedAt: "time",
    parent: "text",
    premium: "flag",
    subscription: "text",
    subscriptionStartedAt: "time",
    subscriptionEndedAt: "time",
    assignments: "texts",
    attributes: "values",
  },
  users: {
    id: "text",
    accounts: "list",
    name: "text",
    role: "text",
    createdAt: "time",
    leftAt: "time",
    attributes: "values",
  },
  seats: { account: "text", module: "text", licensed: "number", users: "list" },
  assets: {
    id: "text",
    account: "text",
    type: "text",
    name: "text",
    createdAt: "time",
    configured: "flag",
    runs: "number",
    lastRunAt: "time",
    deletedAt: "time",
  },
  actions: {
    source: "text",
    account: "text",
    user: "text",
    action: "text",
    slot: "number",
    at: "time",
    count: "number",
  },
  gauges: { account: "text", gauge: "text", day: "text", value: "number", unit: "text" },
  touchpoints: {
    id: "text",
    account: "text",
    user: "text",
    kind: "text",
    at: "time",
    by: "text",
    note: "text",
    deleted: "flag",
  },
  responses: {
    id: "text",
    account: "text",
    user: "text",
    score: "number",
    at: "time",
    comment: "text",
    deleted: "flag",
  },
  pillars: { account: "text", pillar: "text", score: "number", source: "text", at: "time" },
  presence: { day: "text", account: "text", user: "text" },
  usage: {
    source: "text",
    account: "text",
    user: "text",
    feature: "text",
    slot: "number",
    at: "time",
    activeMs: "number",
    visits: "number",
    actions: "values",
  },
  annotations: { id: "text", account: "text", kind: "text", day: "text", name: "text", deleted: "flag" },
};

const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * The value of a cell; undefined: it is empty, and its field stays as it was. `null` empties the field. What can't be read
 * stays a text, which the field's rules then refuse by name.
 */
export function readCsvCell(column: CsvColumn, cell: string): unknown {
  const text = cell.trim();
  if (text === "") return undefined;
  if (text === "null") return null;
  switch (column) {
    case "text":
    case "texts":
      return text;
    case "number":
      return NUMBER.test(text) ? Number(text) : text;
    case "time":
      return NUMBER.test(text) ? Number(text) : readTime(text);
    case "flag":
      return { true: true, false: false }[text.toLowerCase()] ?? text;
    case "list":
      return text
        .split(";")
        .map((part) => part.trim())
        .filter((part) => part !== "");
    case "values":
      return readValue(text);
  }
}

/** A day, which begins in UTC, or a moment with its offset. */
function readTime(text: string): number | string {
  const epochMs = /^\d{4}-\d{2}-\d{2}(T.+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(epochMs) ? text : epochMs;
}

/** Numbers are those that read the same when they are written again: a postcode such as 01234 isn't one. */
function readValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;
}
