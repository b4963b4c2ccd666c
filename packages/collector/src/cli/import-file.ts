import { createReadStream, existsSync } from "node:fs";
import { extname } from "node:path";
import { HttpProblem } from "../http/problem.ts";
import { isDecodingError } from "../http/read-body.ts";
import { isExported, pushedJson } from "../push/exported-row.ts";
import type { LineKind } from "../push/push-schema.ts";
import { readCsv, type CsvRules } from "../push/read-csv.ts";
import { readLine, readLines, type PushLine } from "../push/read-lines.ts";
import { linesOf } from "../push/text-lines.ts";
import { unknownFieldSentence } from "../push/unknown-fields.ts";
import { CommandFailure } from "./failure.ts";

const ENDINGS: Readonly<Record<string, "csv" | "ndjson" | "json">> = {
  ".csv": "csv",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
};

/** How files of Windows that are UTF-16 begin. */
const UTF_16_MARK = Buffer.from([0xff, 0xfe]);

const LINE_FEED = 0x0a;

/**
 * Looks through a file before anything of it is written.
 * @throws CommandFailure where there is none, it is of no kind that is known, or its text is in no encoding that can be told: a name
 * that was guessed would be kept.
 */
export async function assertReadable(file: string, usage: string): Promise<void> {
  if (!existsSync(file)) throw new CommandFailure(`There is no file ${file}. Name another one.`);
  if (endingOf(file) === undefined) throw new CommandFailure(`${file} is of no kind that is known. ${usage}`, 2);
  const line = await firstOddLine(file);
  if (line === null) return;
  throw new CommandFailure(
    `Line ${line} of ${file} isn't UTF-8, so nobody can tell which letters are meant; nothing was taken. Save the file as UTF-8, in Excel as "CSV UTF-8", and import it again.`,
  );
}

/** The first line that isn't UTF-8; null: all are, or the file says that it is UTF-16. */
async function firstOddLine(file: string): Promise<number | null> {
  let line = 1;
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      if (decoder === null && isUtf16(chunk)) return null;
      decoder ??= new TextDecoder("utf-8", { fatal: true });
      for (const part of withinLines(chunk)) {
        decoder.decode(part, { stream: true });
        if (part.at(-1) === LINE_FEED) line += 1;
      }
    }
    decoder?.decode();
    return null;
  } catch (error) {
    if (isDecodingError(error)) return line;
    throw error;
  }
}

/** The parts of a piece of a file, none of which goes on into another line. */
function* withinLines(chunk: Buffer): Generator<Buffer, void> {
  for (let start = 0; start < chunk.length;) {
    const end = chunk.indexOf(LINE_FEED, start);
    const next = end < 0 ? chunk.length : end + 1;
    yield chunk.subarray(start, next);
    start = next;
  }
}

/**
 * The lines of a file, as a push has them.
 * @param warn told each column that is left out.
 * @throws CommandFailure where the file as a whole can't be read.
 */
export async function openFile(
  file: string,
  rules: CsvRules,
  warn: (line: string) => void,
): Promise<AsyncIterable<PushLine>> {
  switch (endingOf(file)) {
    case "ndjson":
      return withoutExports(rules.kind, readNdjson(file));
    case "json":
      return readJson(file);
    default:
      return openCsv(file, rules, warn);
  }
}

async function openCsv(file: string, rules: CsvRules, warn: (line: string) => void): Promise<AsyncIterable<PushLine>> {
  const csv = await readCsv(linesOf(textsOf(file)), rules);
  if (csv.kind === "unreadable") throw new CommandFailure(`${file} can't be taken as ${rules.kind}. ${csv.reason}`);
  for (const column of csv.unknown) warn(`The column ${unknownFieldSentence(rules.kind, column)}`);
  return csv.lines;
}

async function* readNdjson(file: string): AsyncGenerator<PushLine, void> {
  for await (const { line, text } of linesOf(textsOf(file))) {
    if (text.trim() !== "") yield { line, value: readLine(text) };
  }
}

async function* readJson(file: string): AsyncGenerator<PushLine, void> {
  const texts: string[] = [];
  for await (const text of textsOf(file)) texts.push(text);
  try {
    yield* readLines(texts.join(""), false);
  } catch (error) {
    if (error instanceof HttpProblem) throw new CommandFailure(`${file} can't be taken. ${error.message}`);
    throw error;
  }
}

/** Rows of an export as rows of a push, without whoever isn't in the roster. */
async function* withoutExports(kind: LineKind, lines: AsyncIterable<PushLine>): AsyncGenerator<PushLine, void> {
  for await (const { line, value } of lines) {
    const json = value.kind === "json" ? value.json : null;
    if (typeof json !== "object" || json === null || !isExported(kind, Object.keys(json))) {
      yield { line, value };
      continue;
    }
    const row = pushedJson(kind, json as Readonly<Record<string, unknown>>);
    if (row !== null) yield { line, value: { kind: "json", json: row } };
  }
}

/** A file's text, piece by piece, without the mark at its start. */
async function* textsOf(file: string): AsyncGenerator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(isUtf16(chunk) ? "utf-16le" : "utf-8");
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder !== null) yield decoder.decode();
}

function endingOf(file: string): "csv" | "ndjson" | "json" | undefined {
  return ENDINGS[extname(file).toLowerCase()];
}

function isUtf16(bytes: Buffer): boolean {
  return bytes.subarray(0, UTF_16_MARK.length).equals(UTF_16_MARK);
}
