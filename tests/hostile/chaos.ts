import type { Browser, Page } from "playwright-core";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { compileFeatures, type PublicDefinitions } from "../../packages/tracker/src/protocol/index.ts";
import { STUB } from "../../packages/tracker/src/stub.ts";
import { startRecordingCollector } from "../support/recording-collector.ts";
import { callEverything } from "./api-calls.ts";
import { BROWSER_APIS, LEVELS, type Level } from "./browser-apis.ts";
import { createHost, type Findings, type Host } from "./host-page.ts";
import { keepNatives, sabotage, type Natives, type Sabotage } from "./sabotage.ts";

declare const uptake: Partial<Tracker>;
declare const host: Host;
declare const natives: Natives;

/** What came of a page in which something was broken. */
export interface Outcome {
  /** Errors that reached the page or its console. */
  readonly errors: readonly string[];
  /** What calls of the tracker's API threw. */
  readonly thrown: readonly string[];
  /** What the host's code found before the tracker came, and beside it. */
  readonly before: Findings;
  readonly beside: Findings;
  /** How many of the person's clicks the host heard. */
  readonly clicks: number;
  readonly level: Level;
  /** Counters that arrived and claim more than there was. */
  readonly lies: readonly string[];
}

/** A person does this in each page. */
export const CLICKS = 3;

/** Long enough to be seen among whole milliseconds, short enough for hundreds of pages. */
const PAUSE_MS = 120;

/** The part for web vitals comes when the page has had its time; longer than this means never. */
const PARTS_MS = 8_000;

/** More than a page lasts, on a machine that does other things. */
const LONGEST_MS = 60_000;

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([{ feature: "conversations", urls: ["/conversations"] }]),
};

/** The host's page: its own code, the stub, the tag, and somebody who breaks things before the tracker comes or afterwards. */
function chaosPage(collectorUrl: string, path: string): string {
  const { searchParams } = new URL(path, collectorUrl);
  const broken = JSON.parse(searchParams.get("broken") ?? "null") as Sabotage | null;
  const saboteur = broken ? `<script>(${sabotage.toString()})(${JSON.stringify(broken)})</script>` : "";
  return `<script>(${keepNatives.toString()})()</script>
    <button style="position:fixed;inset:0" onclick="host.clicks++">Work</button>
    ${broken?.isLate ? "" : saboteur}
    <script>host = (${createHost.toString()})()</script><script>${STUB}</script>
    <script src="${collectorUrl}/uptake.js?key=pk_test" data-account="acme" data-user="${searchParams.get("user")}"
      ${broken?.hasParts ? "data-vitals data-debug" : ""}></script>
    ${broken?.isLate ? saboteur : ""}`;
}

async function createTab(browser: Browser, collector: Awaited<ReturnType<typeof startRecordingCollector>>) {
  const context = await browser.newContext();
  let errors: string[] = [];
  context.on("weberror", (error) => errors.push(String(error.error())));
  context.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const page: Page = await context.newPage();
  const session = await context.newCDPSession(page);
  /** Playwright's own `evaluate` uses what is broken here. */
  const ask = async <Result>(question: () => Result): Promise<Awaited<Result>> => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression: `(${question.toString()})()`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as Awaited<Result>;
  };
  return {
    async run(user: string, broken: Sabotage | null): Promise<Outcome> {
      errors = [];
      const parts = broken?.hasParts && page.waitForResponse(/uptake-vitals/, { timeout: PARTS_MS }).catch(() => null);
      await page.goto(
        `${collector.hostUrl}/conversations?user=${user}&broken=${encodeURIComponent(JSON.stringify(broken))}`,
      );
      await parts;
      for (let click = 0; click < CLICKS; click += 1) {
        await page.waitForTimeout(PAUSE_MS);
        await page.mouse.click(50 + click, 50);
      }
      const before = await ask(() => host.before);
      const beside = await ask(() => host.work());
      const counted = await ask(() => uptake.progress?.().activeMs["conversations"]?.[1] ?? 0).catch(() => 0);
      // What it throws, `callEverything` finds too.
      await ask(async () => void (await Promise.race([uptake.flush?.(), natives.wait(2_000)]))).catch(() => {});
      const clicks = await ask(() => host.clicks);
      const thrown = await ask(callEverything);
      await page.goto("about:blank");
      const origin = collector.hostUrl;
      await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "local_storage,indexeddb" });

      const arrived = collector.cells().filter((cell) => cell.user === user);
      const activeMs = arrived.reduce(
        (sum, cell) => sum + (cell.feature === "conversations" ? cell.activeMs[1] : 0),
        0,
      );
      const isWhole = activeMs > 0 && arrived.some(({ visits }) => visits > 0);
      const isLie = ({ activeMs: all, visits }: (typeof arrived)[number]) =>
        Math.max(...all) > LONGEST_MS || visits > 10;
      return {
        errors,
        thrown,
        before,
        beside,
        clicks,
        level: isWhole ? "measuring" : counted > 0 ? "counting" : "silent",
        lies: arrived.filter(isLie).map((cell) => JSON.stringify(cell)),
      };
    },
    close: () => context.close(),
  };
}

/**
 * Opens the host's page once for each sabotage, in tabs side by side, uses it as a person and as the host's developers do,
 * and leaves it.
 * @returns the outcomes, in the order of what was broken.
 */
export async function runChaos(
  browser: Browser,
  all: readonly (Sabotage | null)[],
  tabs = 8,
): Promise<readonly Outcome[]> {
  const collector = await startRecordingCollector(definitions);
  collector.serve((path) => chaosPage(collector.collectorUrl, path));
  const outcomes: Outcome[] = [];
  const waiting = [...all.entries()];
  const work = async () => {
    const tab = await createTab(browser, collector);
    for (let next; (next = waiting.shift());) outcomes[next[0]] = await tab.run(`u_${next[0]}`, next[1]);
    await tab.close();
  };
  await Promise.all(Array.from({ length: tabs }, work));
  await collector.close();
  return outcomes;
}

const levelOf = (broken: Sabotage | null): Level =>
  BROWSER_APIS.find(({ path }) => path === broken?.path)?.level ?? "measuring";

/** What outcomes have that they must not have, in words. */
export function misdeeds(all: readonly (Sabotage | null)[], outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ errors, thrown, before, beside, clicks, level, lies }, index) => {
    const broken = all[index] ?? null;
    const least = levelOf(broken);
    const changed = broken?.isLate ? [] : Object.keys(before).filter((chore) => before[chore] !== beside[chore]);
    const found = [
      ...errors.map((error) => `error in the page: ${error}`),
      ...thrown.map((error) => `thrown by the API: ${error}`),
      ...changed.map((chore) => `the host's ${chore}: ${before[chore]} became ${beside[chore]}`),
      ...(clicks === CLICKS ? [] : [`the host heard ${clicks} clicks of ${CLICKS}`]),
      ...(LEVELS.indexOf(level) < LEVELS.indexOf(least) ? [`${level} instead of ${least}`] : []),
      ...lies.map((lie) => `claims too much: ${lie}`),
    ];
    return found.map((what) => `${broken ? `${broken.path} (${broken.mode})` : "nothing broken"}: ${what}`);
  });
}
