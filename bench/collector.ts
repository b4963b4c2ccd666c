import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { figureTable, keepsBar, type Figure } from "./collector/bars.ts";
import { countSyncs } from "./collector/count-syncs.ts";
import { measureLoad, type LoadCost } from "./collector/measure-load.ts";
import { askUntil, memberToken, someUser } from "./collector/questions.ts";
import {
  createKey,
  createSecretKey,
  runHere,
  runUptake,
  startCollector,
  startHttpFloor,
  type Subject,
} from "./collector/subject.ts";

/**
 * Measures what the collector takes and what it costs, in real processes over real sockets, with floors beside it in the
 * same run: `npm run bench:collector -- [--rounds 3] [--seconds 5] [--cells 50000000]`. With `--cells`, also with so many
 * stored, which takes minutes and gigabytes. Exits with 1 when a bar is missed.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    cells: { type: "string", default: "0" },
  },
});
const rounds = Number(values.rounds);
const durationMs = Number(values.seconds) * 1000;
const storedCells = Number(values.cells);
const CONNECTIONS = 50;
const WARM_UP_MS = 3_000;
const ME_EVERY_MS = 10;
const VERIFIED_CELLS = 10_000_000;

const folder = mkdtempSync(join(tmpdir(), "uptake-bench-"));
const say = (what: string): unknown => process.stderr.write(`[bench] ${what}\n`);
let files = 0;
const newPath = (): string => join(folder, `${++files}.db`);

/** The middle one by a number of each. */
function medianBy<Value>(found: readonly Value[], by: (value: Value) => number): Value {
  const sorted = found.toSorted((one, other) => by(one) - by(other));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError("there is nothing to take the middle of");
  return middle;
}

/** Runs work on a collector of its own. */
async function withCollector<Result>(
  path: string,
  work: (subject: Subject, collectPath: string) => Promise<Result>,
): Promise<Result> {
  const key = await createKey(path);
  const subject = await startCollector(path);
  try {
    return await work(subject, `/v1/collect?key=${key}`);
  } finally {
    await subject.stop();
  }
}

const loadOn = (path: string, firstRequest: number) => ({
  path,
  connections: CONNECTIONS,
  warmUpMs: WARM_UP_MS,
  durationMs,
  firstRequest,
});

function load(subject: Subject, path: string, firstRequest: number, requestsPerSecond?: number): Promise<LoadCost> {
  const paced = requestsPerSecond === undefined ? {} : { requestsPerSecond };
  return measureLoad(subject, { ...loadOn(path, firstRequest), ...paced });
}

/** What a cell of a load costs the disk. @param firstRequest of a further load on the file, in which syncs are counted. */
async function diskFigures(cost: LoadCost, path: string, firstRequest: number): Promise<readonly Figure[]> {
  const key = await createKey(path);
  say("counting syncs");
  const syncsPerCell = await countSyncs(path, loadOn(`/v1/collect?key=${key}`, firstRequest));
  return [
    { what: "written to disk", value: cost.writtenBytesPerCell, unit: "bytes/cell" },
    { what: "syncs of the disk", value: 1_000 * syncsPerCell, unit: "per 1,000 cells" },
  ];
}

/** Full load on an empty store, beside both floors, round by round. */
async function measureIngest(): Promise<{ readonly figures: readonly Figure[]; readonly ingest: LoadCost }> {
  const http: LoadCost[] = [];
  const bare: number[] = [];
  const ingests: LoadCost[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`ingest, round ${round} of ${rounds}`);
    const floor = await startHttpFloor();
    http.push(await load(floor, "/", 0));
    await floor.stop();
    bare.push(Number(await runHere("bare-merges.ts", newPath(), String(durationMs))));
    ingests.push(await withCollector(newPath(), (subject, path) => load(subject, path, 0)));
  }
  const ingest = medianBy(ingests, ({ cellsPerSecond }) => cellsPerSecond);
  const httpFloor = medianBy(http, ({ requestsPerSecond }) => requestsPerSecond);
  const bareCells = medianBy(bare, (rate) => rate);
  const refused = ingests.flatMap((found) => Object.values(found.refused)).reduce((sum, count) => sum + count, 0);
  return {
    ingest,
    figures: [
      { what: "durable ingest", value: ingest.cellsPerSecond, unit: "cells/s", bar: { atLeast: 30_000 } },
      { what: "requests", value: ingest.requestsPerSecond, unit: "/s" },
      { what: "a bare HTTP server, same load", value: httpFloor.requestsPerSecond, unit: "requests/s" },
      { what: "its CPU", value: httpFloor.cpuMicrosPerRequest, unit: "µs/request" },
      {
        what: "share of its requests",
        value: (100 * ingest.requestsPerSecond) / httpFloor.requestsPerSecond,
        unit: "%",
      },
      { what: "CPU, all threads", value: ingest.cpuMicrosPerRequest, unit: "µs/request", bar: { atMost: 150 } },
      { what: "a bare loop of the same merges", value: bareCells, unit: "cells/s" },
      { what: "share of it", value: (100 * ingest.cellsPerSecond) / bareCells, unit: "%", bar: { atLeast: 60 } },
      { what: "p50", value: ingest.p50Ms, unit: "ms" },
      { what: "p99", value: ingest.p99Ms, unit: "ms", bar: { atMost: 60 } },
      { what: "most memory", value: ingest.peakRssMib, unit: "MiB", bar: { atMost: 300 } },
      ...(await diskFigures(ingest, newPath(), 0)),
      { what: "replies other than a whole 200", value: refused, unit: "", bar: { atMost: 0 } },
    ],
  };
}

/** Readers' answers beside half the load, and the load beside a report of everything, round by round. */
async function measureReading(full: LoadCost): Promise<readonly Figure[]> {
  const found: Awaited<ReturnType<typeof readBeside>>[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`reading beside ingest, round ${round} of ${rounds}`);
    found.push(await readBeside(full));
  }
  const median = (of: (one: (typeof found)[number]) => number): number => medianBy(found.map(of), (value) => value);
  return [
    { what: "GET /v1/me at half the load, p99", value: median(({ me }) => me.p99Ms), unit: "ms", bar: { atMost: 15 } },
    { what: "… p50", value: median(({ me }) => me.p50Ms), unit: "ms" },
    {
      what: "ingest p99 beside full-table reports",
      value: median(({ raise }) => raise),
      unit: "×",
      bar: { atMost: 2 },
    },
    { what: "such a report meanwhile, p50", value: median(({ report }) => report.p50Ms), unit: "ms" },
  ];
}

/** One round, on a store of its own: after a while it would keep what the report tells, and no longer read everything. */
async function readBeside(full: LoadCost) {
  const path = newPath();
  const secretKey = await createSecretKey(path);
  return withCollector(path, async (subject, collectPath) => {
    const base = `http://127.0.0.1:${subject.port}`;
    const filled = await load(subject, collectPath, 0);
    const nowMs = Date.now();
    const half = load(subject, collectPath, filled.nextRequest, full.requestsPerSecond / 2);
    const me = await askUntil(half, ME_EVERY_MS, (number) => [
      `${base}/v1/me`,
      memberToken(subject.jwtSecret, someUser(number), nowMs),
    ]);
    const alone = await load(subject, collectPath, (await half).nextRequest);
    const beside = load(subject, collectPath, alone.nextRequest);
    const report = await askUntil(beside, 0, () => [`${base}/v1/features?period=all`, secretKey]);
    return { me, report, raise: (await beside).p99Ms / alone.p99Ms };
  });
}

/** The same with many cells stored. */
async function measureLarge(empty: LoadCost): Promise<readonly Figure[]> {
  const path = newPath();
  say(`writing ${storedCells} cells`);
  const startedMs = performance.now();
  const cells = Number(await runHere("bulk-load.ts", path, String(storedCells)));
  const loadMinutes = (performance.now() - startedMs) / 60_000;
  const bytesPerCell = statSync(path).size / cells;
  const key = await createKey(path);
  const first = await startCollector(path);
  // What a store that has lived for these days has done long ago.
  for (const job of ["adoption", "fold"]) await first.jobDone(job);
  await first.stop();
  const subject = await startCollector(path);
  say("ingest beside them");
  const filled = await load(subject, `/v1/collect?key=${key}`, 0);
  await subject.stop();
  const disk = await diskFigures(filled, path, filled.nextRequest);
  const verifiedPath = newPath();
  say(`writing and verifying ${VERIFIED_CELLS} cells`);
  await runHere("bulk-load.ts", verifiedPath, String(VERIFIED_CELLS));
  const serving = await startCollector(verifiedPath);
  const verifyStartedMs = performance.now();
  await runUptake(verifiedPath, "verify");
  const verifySeconds = (performance.now() - verifyStartedMs) / 1000;
  await serving.stop();
  return [
    { what: "cells stored", value: cells, unit: "" },
    { what: "bulk load", value: loadMinutes, unit: "min", bar: { atMost: 10 } },
    { what: "file, rollups included", value: bytesPerCell, unit: "bytes/cell", bar: { atMost: 90 } },
    { what: "start until it listens", value: subject.startMs, unit: "ms", bar: { atMost: 1_000 } },
    {
      what: "ingest, against the empty store",
      value: (100 * filled.cellsPerSecond) / empty.cellsPerSecond,
      unit: "%",
      bar: { atLeast: 80 },
    },
    ...disk,
    { what: "verify 10 million cells, serving", value: verifySeconds, unit: "s", bar: { atMost: 60 } },
  ];
}

try {
  const { figures, ingest } = await measureIngest();
  const all = [...figures, ...(await measureReading(ingest)), ...(storedCells > 0 ? await measureLarge(ingest) : [])];
  console.log(figureTable(all));
  if (all.some((figure) => keepsBar(figure) === false)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
