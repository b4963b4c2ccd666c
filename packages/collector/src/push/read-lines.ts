import { HttpProblem } from "../http/problem.ts";
import { parseJson } from "../http/read-body.ts";

/** One line of a push; lines count from 1. */
export interface PushLine {
  readonly line: number;
  readonly value: { readonly kind: "json"; readonly json: unknown } | { readonly kind: "unreadable" };
}

/**
 * The lines of a body: a JSON array, `{ "rows": […] }`, or NDJSON, whose empty lines count but say nothing.
 * @throws HttpProblem `malformed`.
 */
export function readLines(text: string, isNdjson: boolean): readonly PushLine[] {
  if (isNdjson) {
    return text
      .split("\n")
      .map((source, index) => ({ source: source.trim(), line: index + 1 }))
      .filter(({ source }) => source !== "")
      .map(({ source, line }) => ({ line, value: readLine(source) }));
  }
  const json = parseJson(text);
  const rows = Array.isArray(json) ? json : typeof json === "object" && json !== null && Reflect.get(json, "rows");
  if (!Array.isArray(rows)) {
    throw new HttpProblem("malformed", 'The body has no rows. Send a JSON array, { "rows": […] }, or NDJSON.');
  }
  return rows.map((row: unknown, index) => ({ line: index + 1, value: { kind: "json", json: row } }));
}

function readLine(source: string): PushLine["value"] {
  try {
    return { kind: "json", json: JSON.parse(source) as unknown };
  } catch {
    return { kind: "unreadable" };
  }
}
