import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareWithTenth } from "./api/compare-with-tenth.ts";
import { MIN_KEPT_ACCOUNTS } from "../packages/collector/src/kept/start-keeping.ts";
import { waitForKept, waitForOwnDays } from "./api/wait-for-kept.ts";
import { measureQuestion, type QuestionTimes } from "./api/measure-question.ts";
import { OWN_DAYS_QUESTIONS, QUESTIONED_ACCOUNTS, QUESTIONS, type Question } from "./api/questions.ts";
import { figureTable, keepsBar, type Figure } from "./collector/bars.ts";
import { createSecretKey, runFile, startCollector } from "./collector/subject.ts";

/**
 * Measures what the read API costs on a large workspace: `npm run bench:api -- [--accounts 10000] [--users 20] [--days 90]
 * [--assets 200] [--rounds 200] [--only accounts] [--keep FILE]`. `--keep` uses the file if it is there and leaves it; users and
 * assets are those of each account. What one account costs is measured beside a workspace of a tenth of the accounts, too, once
 * the jobs of a new one rest, which may take 20 minutes.
 * Exits with 1 when a bar is missed.
 */

const { values } = parseArgs({
  options: {
    accounts: { type: "string", default: "10000" },
    users: { type: "string", default: "20" },
    days: { type: "string", default: "90" },
    assets: { type: "string", default: "200" },
    rounds: { type: "string", default: "200" },
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
const make = async (file: string, accountCount: string): Promise<void> => {
  if (!existsSync(file)) await runFile("api/generate-workspace.ts", file, accountCount, users, days, assets);
};
await make(path, accounts);
figures.push(
  { what: "making the workspace", value: (performance.now() - startedMs) / 60_000, unit: "min", bar: { atMost: 10 } },
  { what: "its file", value: statSync(path).size / 2 ** 20, unit: "MiB" },
);
const key = await createSecretKey(path);
const subject = await startCollector(path);
const base = `http://127.0.0.1:${subject.port}`;
try {
  if (Number(accounts) >= MIN_KEPT_ACCOUNTS) {
    say("waiting until its figures are kept");
    const keptMs = await waitForKept(path, base, key);
    figures.push({ what: "until its figures are kept, from the first read on", value: keptMs / 60_000, unit: "min" });
  }
  for (const question of asked(QUESTIONS)) await measure(question);
  const [first] = asked(OWN_DAYS_QUESTIONS);
  if (first !== undefined) {
    say("waiting until days of one's own are kept");
    const keptMs = await waitForOwnDays(`${base}${first.path(0)}`, key);
    figures.push({
      what: "until days of one's own are kept, from when they are asked for",
      value: keptMs / 1_000,
      unit: "s",
    });
  }
  for (const question of asked(OWN_DAYS_QUESTIONS)) await measure(question);
  const ofOne = QUESTIONS.find(({ what }) => what === "account 360" && what.includes(values.only));
  const tenth = Math.floor(Number(accounts) / 10);
  if (ofOne !== undefined && tenth >= QUESTIONED_ACCOUNTS) {
    say(`${ofOne.what}, beside a workspace of ${tenth} accounts`);
    const smallPath = `${path}-tenth`;
    await make(smallPath, String(tenth));
    figures.push({
      what: `${ofOne.what}, as many times what it costs among ${tenth} accounts`,
      value: await compareWithTenth(ofOne, { path, port: subject.port, key }, smallPath, Number(values.rounds)),
      unit: "",
      bar: { atMost: 1.3 },
    });
  }
} finally {
  await subject.stop();
  rmSync(folder, { recursive: true });
}
function asked(questions: readonly Question[]): readonly Question[] {
  return questions.filter(({ what }) => what.includes(values.only));
}
async function measure(question: Question): Promise<void> {
  say(question.what);
  const times: QuestionTimes = await measureQuestion(base, key, question, CLIENTS, Number(values.rounds));
  figures.push(
    { what: `${question.what}, p95`, value: times.p95Ms, unit: "ms", bar: { atMost: question.p95Ms } },
    { what: "… p50", value: times.p50Ms, unit: "ms" },
    { what: "… the first", value: times.firstMs, unit: "ms" },
  );
}
console.log(figureTable(figures));
process.exitCode = figures.every((figure) => keepsBar(figure) !== false) ? 0 : 1;
