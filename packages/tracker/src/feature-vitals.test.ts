import { describe, expect, test } from "vitest";
import { createFeatureVitals, wholeNumber } from "./feature-vitals.ts";

describe("What a feature shows", () => {
  test("is told as whole numbers, CLS in thousandths", () => {
    const { interactions, shifts, news } = createFeatureVitals(true);
    interactions.add(1, 104.4);
    shifts.add(100, 0.0126);
    expect(news()).toEqual({ inpMs: 104, cls1000: 13 });
  });

  test("is told once, and again only where it is higher", () => {
    const { interactions, shifts, news } = createFeatureVitals(true);
    interactions.add(1, 200);
    expect(news()).toEqual({ inpMs: 200, cls1000: 0 });
    expect(news()).toBeNull();
    shifts.add(0, 0.1);
    expect(news()).toEqual({ cls1000: 100 });
    for (let index = 0; index < 50; index += 1) interactions.count();
    expect(interactions.inpMs()).toBeLessThan(200);
    expect(news()).toBeNull();
    interactions.add(2, 400);
    interactions.add(3, 400);
    expect(news()).toEqual({ inpMs: 400 });
  });

  test("is no score where the browser tells of no shifts", () => {
    const { interactions, news } = createFeatureVitals(false);
    expect(news()).toBeNull();
    interactions.count();
    expect(news()).toEqual({ inpMs: 8 });
  });

  test("has an end: a minute, or a score of 60", () => {
    const { interactions, shifts, news } = createFeatureVitals(true);
    interactions.add(1, 3_600_000);
    shifts.add(0, 1e9);
    expect(news()).toEqual({ inpMs: 60_000, cls1000: 60_000 });
    expect(wholeNumber(-1)).toBe(0);
  });
});
