import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activityLevel, drawFates, drawStory, FATES, type Fate } from "./fate.ts";
import { createRandom } from "./random.ts";

const story = (fate: Fate) => drawStory(createRandom("story", fate), fate);
/** Mean level over days that end before `to`. */
const mean = (fate: Fate, from: number, to: number) => {
  const told = story(fate);
  const days = Array.from({ length: to - from }, (_, index) => activityLevel(told, from + index));
  return days.reduce((sum, level) => sum + level, 0) / days.length;
};

describe("drawFates", () => {
  it("gives exactly as many as asked for, and every fate to eight accounts or more", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 300 }), (seed, count) => {
        const fates = drawFates(createRandom(seed), count);
        expect(fates).toHaveLength(count);
        expect(new Set(fates).size).toBeGreaterThanOrEqual(count < FATES.length ? 0 : FATES.length);
      }),
    );
  });

  it("keeps to the shares", () => {
    const fates = drawFates(createRandom("shares"), 1_000);
    for (const { fate, sharePercent } of FATES) {
      const share = fates.filter((drawn) => drawn === fate).length / 10;
      expect(Math.abs(share - sharePercent)).toBeLessThan(1.5);
    }
  });
});

describe("activityLevel", () => {
  it("lets a fading account fall by more than a third from one fortnight to the next", () => {
    expect(mean("fading", -13, 1)).toBeLessThan(0.66 * mean("fading", -27, -13));
    expect(mean("fading", -90, -60)).toBeGreaterThan(0.9);
  });

  it("lets a growing account more than double over a quarter", () => {
    expect(mean("growing", -10, 1)).toBeGreaterThan(2 * mean("growing", -90, -80));
  });

  it("gives a new account nothing before it came, and that was within the last two weeks", () => {
    expect(mean("new", -90, -13)).toBe(0);
    expect(mean("new", -1, 1)).toBeGreaterThan(0);
  });

  it("lets a churned account stop before it is gone, for ever", () => {
    const churnedDayOffset = story("churned").churnedDayOffset ?? Number.NaN;
    expect(churnedDayOffset).toBeLessThan(-14);
    expect(mean("churned", -90, -60)).toBeGreaterThan(0);
    expect(mean("churned", churnedDayOffset - 3, 60)).toBe(0);
  });

  it("lets a seasonal account dip and come back", () => {
    const { turnDayOffset, turnDays } = story("seasonal");
    expect(mean("seasonal", turnDayOffset, turnDayOffset + turnDays)).toBeCloseTo(0.2);
    expect(mean("seasonal", -7, 1)).toBeCloseTo(0.95);
  });

  it("never gives a silent account anything", () => {
    expect(mean("silent", -400, 100)).toBe(0);
  });

  it("goes on after the anchor without a jump", () => {
    for (const { fate } of FATES) {
      expect(Math.abs(activityLevel(story(fate), 1) - activityLevel(story(fate), 0))).toBeLessThan(0.05);
    }
  });
});
