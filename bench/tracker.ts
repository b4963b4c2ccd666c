import { writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { buildBundles } from "../scripts/build.ts";
import { launchChromium } from "../tests/support/chromium.ts";
import { isScriptOf, type Contender } from "./contender.ts";
import { openListening, openStoring } from "./contenders/floor.ts";
import { none } from "./contenders/none.ts";
import { openPlausible } from "./contenders/plausible.ts";
import { openPostHog } from "./contenders/posthog.ts";
import { openSnowplow } from "./contenders/snowplow.ts";
import { openTimeMe } from "./contenders/timeme.ts";
import { openUptake } from "./contenders/uptake.ts";
import { breakDown } from "./cpu-profile.ts";
import { costOf, medians, type Figures, type UseCost } from "./figures.ts";
import { features, hostPage } from "./host-page.ts";
import { measureUse, type Usage } from "./minute.ts";
import { readOptions, usage, type Options } from "./options.ts";
import { listen } from "./receiver.ts";
import { report } from "./report.ts";
import { sizesOf } from "./sizes.ts";
import { playSituations } from "./situations.ts";
import { measureStart, type StartCost } from "./start.ts";

/**
 * Measures what the built tracker costs a page, in a real Chromium, beside other trackers in the same run. Exits with 1
 * when it exceeds one of its bars.
 */

const startRounds = 15;
/** More pages side by side than this would be in each other's way. */
const sideBySide = 3;

const say = (what: string) => process.stderr.write(`[bench] ${what}\n`);

/** Rounds of all, in turn. */
async function measureStarts(browser: Browser, contenders: readonly Contender[], hostUrl: string) {
  const costs = new Map<Contender, StartCost[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < startRounds; round++) {
    for (const contender of contenders) costs.get(contender)?.push(await measureStart(browser, contender, hostUrl));
  }
  return costs;
}

/** Rounds of all, some at a time side by side, with other neighbours in each. */
async function measureUses(
  browser: Browser,
  contenders: readonly Contender[],
  hostUrl: string,
  { lengthMs, rounds }: Options,
) {
  const costs = new Map<Contender, UseCost[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    say(`use, round ${round + 1} of ${rounds}`);
    const waiting = [...contenders.slice(round), ...contenders.slice(0, round), none];
    const found = new Map<Contender, { readonly use: Usage; readonly sampledMs: number }>();
    while (waiting.length > 0) {
      const together = waiting.splice(0, sideBySide);
      const play = async (contender: Contender) => {
        const use = await measureUse(browser, contender, hostUrl, { lengthMs, isProfiled: false });
        const { profile } = await measureUse(browser, contender, hostUrl, { lengthMs, isProfiled: true });
        found.set(contender, { use, sampledMs: breakDown(profile ?? "", isScriptOf(contender)).totalMs });
      };
      await Promise.all(together.map(play));
    }
    const alone = found.get(none);
    for (const [contender, { use, sampledMs }] of found) {
      if (alone) costs.get(contender)?.push(costOf(use, sampledMs, alone.use));
    }
  }
  return costs;
}

async function run(options: Options): Promise<boolean> {
  say("build");
  await buildBundles(["tracker/src/script.ts", "tracker/src/web-vitals.ts", "tracker/src/debug.ts"]);
  const ours = openUptake();
  const timeMe = await openTimeMe();
  const peers = options.peers ? [await openPostHog(), await openSnowplow(), await openPlausible()] : [];
  const floor = options.floor ? [await openListening(), await openStoring()] : [];
  const contenders = [ours, timeMe, ...floor, ...peers];
  const host = await listen((_request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8").end(hostPage);
  });
  const hostUrl = `${host.url}/${features[0]}`;
  const browser = await launchChromium();
  try {
    say("start");
    const starts = await measureStarts(browser, contenders, hostUrl);
    // CPU time is the same beside other programs, so the situations, which mostly wait, needn't wait for it.
    const [uses, situations] = await Promise.all([
      measureUses(browser, contenders, hostUrl, options),
      playSituations(options.peers ? [timeMe, ...peers] : []),
    ]);
    const figuresOf = (contender: Contender): Figures => ({
      name: contender.name,
      version: contender.version,
      sizes: sizesOf(contender),
      start: medians((starts.get(contender) ?? []) as [StartCost]),
      use: medians((uses.get(contender) ?? []) as [UseCost]),
    });
    const [own, ...others] = contenders.map(figuresOf);
    if (!own) return false;
    const { text, isGood } = report(own, others as [Figures], situations, {
      ...options,
      browser: `Chromium ${browser.version()}`,
    });
    console.log(text);
    if (options.json !== undefined)
      writeFileSync(options.json, JSON.stringify({ contenders: [own, ...others], situations }, null, 2));
    return isGood;
  } finally {
    await browser.close();
    await host.close();
  }
}

const options = readOptions(process.argv.slice(2));
if (options === null) console.log(usage);
else if (!(await run(options))) process.exitCode = 1;
