import { setTimeout as wait } from "node:timers/promises";
import type { Engine, Tab } from "./engine.ts";
import type { Scenario, Stage, TimeOptions } from "./scenario.ts";
import { startSite } from "./site.ts";
import type { OpenSubject, Subject } from "./subject.ts";
import { isRight, type Finding, type Outcome } from "./table.ts";
import { countedByPages } from "./uptake-subject.ts";

/** How far the reported active time may be from the truth. */
export const TOLERANCE_MS = 300;

/** How long a tracker may take to report something by itself. */
const patienceMs = 20_000;
/** How long nothing may come on top of it. */
const quietMs = 500;
const longestMs = { short: 80_000, full: 200_000 };
const user = "u_1";
const defaultLimitMs = 60_000;

/** Browsers start one after another: their start is what would disturb those that measure. */
let lastStart: Promise<unknown> = Promise.resolve();
const startAlone = (engine: Engine) => {
  const start = lastStart.then(() => engine.start());
  lastStart = start.catch(() => {});
  return start;
};

/** A browser that answers no more must not keep the others' outcomes from being seen. */
async function tooLong(afterMs: number): Promise<never> {
  await wait(afterMs, undefined, { ref: false });
  throw new Error(`[test] Not over after ${afterMs} ms.`);
}

const sum = (numbers: Readonly<Record<string, number>>) =>
  Object.values(numbers).reduce((total, number) => total + number, 0);

/** Reads until it is right, and then again: what comes twice comes late. */
async function settled(read: () => Finding): Promise<Finding> {
  const untilMs = Date.now() + patienceMs;
  while (!isRight(read()) && Date.now() < untilMs) await wait(50);
  await wait(quietMs);
  return read();
}

function createStage(parts: Pick<Stage, "browser" | "site">, subject: OpenSubject, hasFeatures: boolean): Stage {
  const { browser, site } = parts;
  const reported = (idleLimitMs = defaultLimitMs) => subject.reported(user, idleLimitMs);
  const count = (what: string, truth: number, read: () => number) =>
    settled(() => ({ what, unit: "count", truth, reported: read(), below: 0, above: 0 }));
  return {
    ...parts,
    open: (path) => browser.openTab(site.url(path)),
    act: (tab, name, times = 1) => tab.evaluate(`{ ${subject.action(name, times)} }`),
    async flush(tab) {
      if (subject.flush !== undefined) await tab.evaluate(subject.flush);
    },
    answer: (how) => subject.answer(how),
    reported,
    async activeTime(truthMs, { feature, idleLimitMs, mayLoseMs = 0 }: TimeOptions = {}) {
      if (feature !== undefined && !hasFeatures) return null;
      return settled(() => {
        const { activeMs } = reported(idleLimitMs);
        return {
          what: feature ?? "",
          unit: "s",
          truth: truthMs,
          reported: feature === undefined ? sum(activeMs) : (activeMs[feature] ?? 0),
          below: TOLERANCE_MS + mayLoseMs,
          above: TOLERANCE_MS,
        };
      });
    },
    actions: (name, truth) => count("actions", truth, () => reported().actions[name] ?? 0),
    async visits(feature, truth) {
      if (!reported().visits) return null;
      return count(`visits of ${feature}`, truth, () => reported().visits?.[feature] ?? 0);
    },
    async asCounted(tab: Tab) {
      if (!reported().documents) return null;
      const counted = await tab.evaluate<Record<string, number>>(countedByPages(defaultLimitMs));
      if (Object.keys(counted).length === 0) return null;
      const held = () => Object.keys(counted).map((id) => reported().documents?.[id] ?? 0);
      return settled(() => ({
        what: "as counted by the pages",
        unit: "s",
        truth: sum(counted),
        reported: held().reduce((total, ms) => total + ms, 0),
        below: 0,
        above: 0,
      }));
    },
  };
}

/** Plays a scenario in a browser of its own. What goes wrong is in the outcome. */
export async function perform(scenario: Scenario, engine: Engine, subject: Subject): Promise<Outcome> {
  const of = { scenario: scenario.name, engine: engine.name, subject: subject.name };
  if (!isPossible(scenario, engine)) return { ...of, findings: null };
  const opened = await subject.open();
  const site = await startSite(opened.html(user), scenario.page ?? (() => ({})));
  try {
    const browser = await startAlone(engine);
    try {
      const stage = createStage({ browser, site }, opened, subject.hasFeatures);
      const findings = await Promise.race([scenario.run(stage), tooLong(longestMs[scenario.form])]);
      return { ...of, findings: findings.filter((finding) => finding !== null) };
    } finally {
      await browser.close();
    }
  } catch (error) {
    const [failure = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { ...of, findings: null, failure };
  } finally {
    await site.close();
    await opened.close();
  }
}

/** Whether an engine can do all that a scenario asks for. */
export function isPossible({ needs }: Scenario, engine: Engine): boolean {
  return needs.every((ability) => engine.can.has(ability));
}
