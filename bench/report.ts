import { barsOf, isMet, type Bar } from "./bars.ts";
import { FLOOR } from "./contenders/floor.ts";
import type { Figures } from "./figures.ts";
import { useMethod } from "./minute.ts";
import { situationTable, wrongOnes } from "./situation-table.ts";
import type { SituationOutcome } from "./situations.ts";
import { startMethod } from "./start.ts";
import { formatTable, show } from "./table.ts";

function sizeTable(all: readonly Figures[]): string {
  const rows = all.flatMap(({ name, version, sizes }) =>
    sizes.map((size) => [
      `${name} ${version}: ${size.name}`,
      ...[size.raw, size.gzip, size.brotli].map((bytes) => show(bytes)),
    ]),
  );
  return formatTable([["size in bytes", "raw", "gzip", "brotli"], ...rows]);
}

type Row = readonly [label: string, read: (of: Figures) => number, digits: number];

const startRows: readonly Row[] = [
  ["evaluation and start, ms", ({ start }) => start.evaluateMs, 1],
  ["and the next second, ms", ({ start }) => start.settledMs, 1],
  ["longest task, ms", ({ start }) => start.longestTaskMs, 1],
];

const useRows: readonly Row[] = [
  ["main thread, by samples, ms", ({ use }) => use.sampledMs, 1],
  ["main thread, all scripts, ms", ({ use }) => use.scriptMs, 1],
  ["all work, ms", ({ use }) => use.taskMs, 0],
  ["requests", ({ use }) => use.requests, 0],
  ["preflights", ({ use }) => use.preflights, 0],
  ["sent in bodies, B", ({ use }) => use.bytes, 0],
  ["requests when left", ({ use }) => use.requestsWhenLeft, 0],
  ["JS heap, KiB", ({ use }) => use.heapBytes / 1_024, 0],
];

const measured = (title: string, rows: readonly Row[], all: readonly Figures[]) =>
  formatTable([
    [title, ...all.map(({ name }) => name)],
    ...rows.map(([label, read, digits]) => [label, ...all.map((figures) => show(read(figures), digits))]),
  ]);

/** The figures as text, and whether ours keeps to every bar. */
export function report(
  ours: Figures,
  others: readonly [timeMe: Figures, ...rest: Figures[]],
  situations: readonly SituationOutcome[],
  run: { readonly lengthMs: number; readonly rounds: number; readonly browser: string },
): { readonly text: string; readonly isGood: boolean } {
  const all = [ours, ...others];
  const wrong = wrongOnes(situations, ours.name);
  const bars = barsOf(ours, others[0], wrong.length);
  const floor = others.find(({ name }) => name === FLOOR);
  const floorBars = floor ? barsOf(floor, others[0], 0) : [];
  const inUnit = (value: number, { unit }: Bar) => `${show(value, 1)} ${unit}`;
  const verdicts = bars.map((bar, index) => [
    bar.name,
    inUnit(bar.value, bar),
    inUnit(bar.limit, bar),
    isMet(bar) ? "met" : "MISSED",
    ...floorBars.slice(index, index + 1).map(({ value }) => inUnit(value, bar)),
  ]);
  const text = [
    `${run.browser}; medians of the rounds, which take turns.`,
    sizeTable(all),
    `Start. ${startMethod}`,
    measured("start at 4x", startRows, all),
    `${run.lengthMs / 1_000} s of scripted use (mouse 20/s, keys, wheel, clicks, a route change every 10 s), ${run.rounds} ` +
      `rounds side by side with the same page alone. ${useMethod}`,
    measured("use", useRows, all),
    "Active time reported, in seconds, and its difference from the truth; events held after a second visit. A test's " +
      "tolerance is 0.3 s.",
    situationTable(
      situations,
      all.map(({ name }) => name).filter((name) => situations.some(({ contender }) => contender === name)),
    ),
    ...situations.flatMap(({ situation, contender, failure }) =>
      failure === undefined ? [] : [`${contender}, ${situation}: ${failure}`],
    ),
    formatTable([["Uptake's bars", "measured", "at most", "verdict", ...(floor ? ["the floor"] : [])], ...verdicts]),
  ].join("\n\n");
  return { text, isGood: bars.every(isMet) };
}
