import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { assertDeclared } from "../api/query/assert-declared.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import { createCalendarMemory } from "../domain/workspace-calendar.ts";
import { HttpProblem } from "../http/problem.ts";
import { findList, REPORT_LISTS } from "../reports/report-lists.ts";
import { withExistingStore, type CommandContext } from "./context.ts";
import { CommandFailure } from "./failure.ts";

const LISTS = REPORT_LISTS.map(({ address }) => address.replace(":id", "ID"));

const USAGE = `Use: uptake export ${LISTS.join("|")} [--format csv|ndjson] [--output FILE] [--period 30d] [--plan Pro] …
Every parameter of GET /v1/<list> can be given, such as --columns, --sort, --search, --from, --to, --asOf, --segment; those
with several values once for each.`;

/** `uptake export`: a list of the read API as a file, the same rows and columns; on standard output unless a file is named. */
export async function runExport(words: readonly string[], context: CommandContext): Promise<number> {
  const { list, output, parameters } = readWords(words);
  const found = findList(list);
  if (found === null) throw new CommandFailure(USAGE, 2);
  const { query, read } = found.list;
  return withExistingStore(context, async ({ facts, records }) => {
    const stored = await records.definitions();
    const definitions = compileDefinitions(stored?.definitions ?? { features: {} }, stored?.version ?? 0);
    const parts = {
      facts,
      records,
      definitions: async () => definitions,
      calendarOf: createCalendarMemory(),
      now: context.now,
    };
    const asker = { scope: ALL_ACCOUNTS, name: null };
    try {
      assertDeclared(parameters, query);
      const response = await read({ parameters, path: found.path, accept: null, asker, parts });
      await write(response, output, context);
      return 0;
    } catch (error) {
      if (error instanceof HttpProblem) throw new CommandFailure(error.message, 2);
      throw error;
    }
  });
}

/** Options are the API's parameters, whatever they are called: `--plan Pro` or `--plan=Pro`. */
function readWords(words: readonly string[]) {
  const [list = "", ...options] = words;
  const parameters = new URLSearchParams({ format: "csv" });
  let output: string | null = null;
  for (let index = 0; index < options.length; index++) {
    const [, name, ownValue] = /^--([A-Za-z]+)(?:=(.*))?$/s.exec(options[index] ?? "") ?? [];
    const value = ownValue ?? options[++index];
    if (name === undefined || value === undefined) throw new CommandFailure(USAGE, 2);
    if (name === "output") output = value;
    // A list is CSV unless it is said; of several values each is given by itself.
    else if (name === "format") parameters.set(name, value);
    else parameters.append(name, value);
  }
  if (parameters.get("format") === "json") throw new CommandFailure(`format is "json". Allowed: csv, ndjson.`, 2);
  return { list, output, parameters };
}

async function write(response: Response, output: string | null, context: CommandContext): Promise<void> {
  const decoder = new TextDecoder();
  const file = output === null ? null : createWriteStream(output);
  for await (const chunk of response.body ?? []) {
    // A piece can be of no rows, and what is printed gets a line of its own.
    if (chunk.length === 0) continue;
    if (file === null) context.print(decoder.decode(chunk, { stream: true }).replace(/\n$/, ""));
    else if (!file.write(chunk)) await once(file, "drain");
  }
  if (file === null) return;
  file.end();
  await finished(file);
  context.warn(`Wrote ${output}.`);
}
