import { HttpProblem } from "../http/problem.ts";
import { parseJson } from "../http/read-body.ts";

/** One line of a push; lines count from 1. */
export interface PushLine {
  readonly line: number;
  readonly value:
    | { readonly kind: "json"; readonly json: unknown }
    | { readonly kind: "unreadable"; readonly reason: string };
}

/** Most lines of one push: each may be refused with a sentence, and the reply has to stay about as small as the body. */
const MAX_LINES = 100_000;

/**
 * The lines of a body: a JSON array, `{ "rows": […] }`, or NDJSON, whose empty lines count but say nothing. NDJSON is
 * parsed line by line as it is gone through.
 * @throws HttpProblem `malformed`, or `too-large` beyond {@link MAX_LINES}.
 */
export function readLines(text: string, isNdjson: boolean): Iterable<PushLine> {
  if (isNdjson) {
    const sources = text.split("\n");
    assertCount(sources.length);
    return parsed(sources);
  }
  const json = parseJson(text);
  const rows = Array.isArray(json) ? json : typeof json === "object" && json !== null && Reflect.get(json, "rows");
  if (!Array.isArray(rows)) {
    throw new HttpProblem("malformed", 'The body has no rows. Send a JSON array, { "rows": […] }, or NDJSON.');
  }
  assertCount(rows.length);
  return rows.map((row: unknown, index) => ({ line: index + 1, value: { kind: "json", json: row } }));
}

function* parsed(sources: readonly string[]): Generator<PushLine, void> {
  for (const [index, source] of sources.entries()) {
    if (source.trim() !== "") yield { line: index + 1, value: readLine(source) };
  }
}

function assertCount(lines: number): void {
  if (lines <= MAX_LINES) return;
  throw new HttpProblem("too-large", `The push has ${lines} lines; ${MAX_LINES} are allowed. Send fewer at once.`);
}

/** One line of NDJSON. */
export function readLine(source: string): PushLine["value"] {
  try {
    return { kind: "json", json: JSON.parse(source) as unknown };
  } catch {
    return { kind: "unreadable", reason: "The line is no JSON." };
  }
}
