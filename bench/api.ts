import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureQuestion, type QuestionTimes } from "./api/measure-question.ts";
import { QUESTIONS } from "./api/questions.ts";
import { figureTable, keepsBar, type Figure } from "./collector/bars.ts";
import { createSecretKey, runFile, startCollector } from "./collector/subject.ts";

/**
 * Measures what the read API costs on a large workspace: `npm run bench:api -- [--accounts 10000] [--users 20] [--days 90]
 * [--assets 200] [--rounds 20] [--only accounts] [--keep FILE]`. `--keep` uses the file if it is there and leaves it; users and
 * assets are those of each account. Exits with 1 when a bar is missed.
 */

const { values } = parseArgs({
  options: {
    accounts: { type: "string", default: "10000" },
    users: { type: "string", default: "20" },
    days: { type: "string", default: "90" },
    assets: { type: "string", default: "200" },
    rounds: { type: "string", default: "20" },
    only: { type: "string", default: "" },
    keep: { type: "string" },
  },
});
const CLIENTS = 4;
const say = (what: string): unknown => process.stderr.write(`[bench] ${what}\n`);
const folder = mkdtempSync(join(tmpdir(), "uptake-bench-"));
const path = values.keep ?? join(folder, "workspace.db");

const startedMs = performance.now();
say(`making a workspace of ${values.accounts} accounts`);
const { accounts, users, days, assets } = values;
const figures: Figure[] = [];
if (!existsSync(path)) await runFile("api/generate-workspace.ts", path, accounts, users, days, assets);
figures.push(
  { what: "making the workspace", value: (performance.now() - startedMs) / 60_000, unit: "min", bar: { atMost: 10 } },
  { what: "its file", value: statSync(path).size / 2 ** 20, unit: "MiB" },
);
const key = await createSecretKey(path);
const subject = await startCollector(path);
try {
  for (const question of QUESTIONS.filter(({ what }) => what.includes(values.only))) {
    say(question.what);
    const times: QuestionTimes = await measureQuestion(
      `http://127.0.0.1:${subject.port}`,
      key,
      question,
      CLIENTS,
      Number(values.rounds),
    );
    figures.push(
      { what: `${question.what}, p95`, value: times.p95Ms, unit: "ms", bar: { atMost: question.p95Ms } },
      { what: "… p50", value: times.p50Ms, unit: "ms" },
    );
  }
} finally {
  await subject.stop();
  rmSync(folder, { recursive: true });
}
console.log(figureTable(figures));
process.exitCode = figures.every((figure) => keepsBar(figure) !== false) ? 0 : 1;
