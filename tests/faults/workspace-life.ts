import { expect, onTestFinished, test } from "vitest";
import { createRandom } from "../../packages/collector/src/demo/random.ts";
import { SLOT_MS } from "../../packages/tracker/src/protocol/index.ts";
import { differences } from "./support/differences.ts";
import { createLife, type Life, type LifeStep } from "./support/life.ts";
import { backfill, deliver, fold, measure, takeOut } from "./support/life-steps.ts";
import type { Scale, WORKSPACE_LIFE } from "./support/scale.ts";
import { startSimulatedWorkspace } from "./support/simulated-workspace.ts";
import { readTotals } from "./support/stored-totals.ts";
import { dayKey } from "./support/totals-keys.ts";

const DAY_MS = 86_400_000;
const TIME_ZONE = "Europe/Berlin";
/** Half an hour off everybody else's. */
const NEXT_TIME_ZONE = "America/St_Johns";
const TIMEOUT_MS = 15 * 60_000;

/** What every day consists of, in this order. */
const STEPS: readonly LifeStep[] = [measure, deliver, backfill, takeOut, fold];

/** Lives days of a workspace as fast as they can be computed. */
export function testWorkspaceLife({ days, members, restartEveryDays }: Scale<typeof WORKSPACE_LIFE>): void {
  const dates = days.flatMap(([first, count]) =>
    Array.from({ length: count }, (_, index) => Date.parse(`${first}T00:00Z`) + index * DAY_MS),
  );

  test(
    `${dates.length} days of a workspace's life: every sum by day, member and feature is right on each, and in another zone`,
    { timeout: TIMEOUT_MS },
    async () => {
      const workspace = await startSimulatedWorkspace(dates[0] ?? 0, TIME_ZONE);
      onTestFinished(() => workspace.remove());
      const life = createLife(workspace, members, createRandom("life", Date.now()));
      for (const dayStartMs of dates) {
        life.dayStartMs = dayStartMs;
        for (const step of STEPS) await step(life);
        expect(await flaws(life)).toEqual([]);
        life.daysLived += 1;
        if (life.daysLived % restartEveryDays === 0) await workspace.restart();
      }
      await workspace.restart(NEXT_TIME_ZONE);
      expect(await flaws(life)).toEqual([]);
    },
  );
}

/** Every sum that is not the model's, and every difference between rollups and cells. */
async function flaws({ workspace, model }: Life): Promise<readonly unknown[]> {
  const dayOf = createDayOf(workspace.timeZone());
  const expected = model.totals((place) => dayKey({ ...place, day: dayOf(place.slot) }));
  const found = differences(expected, await readTotals(workspace.facts()));
  return [...found, ...(await workspace.facts().verify())];
}

/** The date on a wall calendar at the beginning of a slot, counted from 1970-01-01; by Intl, not by the collector. */
function createDayOf(timeZone: string): (slot: number) => number {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const known = new Map<number, number>();
  return (slot) => {
    const day = known.get(slot) ?? Date.parse(format.format(slot * SLOT_MS)) / DAY_MS;
    known.set(slot, day);
    return day;
  };
}
