import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fakeElement } from "../../../tests/support/fake-page.ts";
import { openTracker } from "../../../tests/support/open-tracker.ts";
import { IDLE_LIMITS_MS } from "./protocol/index.ts";

/** What somebody does at a page, and how long they wait before it. */
interface Step {
  readonly afterMs: number;
  readonly kind: "move" | "press" | "leave" | "return" | "calendars" | "conversations";
}

const pause = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 900 }) },
  { weight: 3, arbitrary: fc.integer({ min: 900, max: 12_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 12_000, max: 140_000 }) },
);
const kind = fc.oneof(
  { weight: 8, arbitrary: fc.constant("move" as const) },
  { weight: 3, arbitrary: fc.constant("press" as const) },
  { weight: 1, arbitrary: fc.constantFrom("leave" as const, "return" as const) },
  { weight: 1, arbitrary: fc.constantFrom("calendars" as const, "conversations" as const) },
);
const history = fc.array(fc.record({ afterMs: pause, kind }), { minLength: 1, maxLength: 60 });

/** The rule of active time, said naively: each gap from one sign to the next counts wholly, or not at all. */
function simulate(steps: readonly Step[]): Readonly<Record<string, readonly number[]>> {
  const totals: Record<string, number[]> = { conversations: [0, 0, 0, 0], calendars: [0, 0, 0, 0] };
  let nowMs = 0;
  let isFocused = true;
  let feature = "conversations";
  let parts: [string, number][] | null = [[feature, 0]];
  const close = (): void => {
    if (parts === null) return;
    const lengthMs = nowMs - (parts[0]?.[1] ?? nowMs);
    parts.forEach(([of, fromMs], index) => {
      const toMs = parts?.[index + 1]?.[1] ?? nowMs;
      IDLE_LIMITS_MS.forEach((limitMs, limit) => {
        const total = totals[of];
        if (total !== undefined && lengthMs <= limitMs) total[limit] = (total[limit] ?? 0) + toMs - fromMs;
      });
    });
  };
  for (const { afterMs, kind: what } of steps) {
    nowMs += afterMs;
    if (what === "move" || what === "press" || what === "leave") {
      if (!isFocused) continue;
      close();
      isFocused = what !== "leave";
      parts = isFocused ? [[feature, nowMs]] : null;
    } else if (what === "return") {
      if (isFocused) continue;
      isFocused = true;
      parts = [[feature, nowMs]];
    } else {
      feature = what;
      parts?.push([feature, nowMs]);
    }
  }
  return totals;
}

test("Streams of inputs, pauses, other windows and routes come to what the rule says, to the millisecond", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const { page, tracker } = openTracker();
      const field = fakeElement();
      for (const { afterMs, kind: what } of steps) {
        await page.wait(afterMs);
        if (what === "move") page.input("pointermove");
        else if (what === "press") page.input("keydown", field);
        else if (what === "leave") page.blur();
        else if (what === "return") page.focus();
        else page.go(`/${what}`);
      }
      // Whoever asks is told what has come to be by now.
      const { activeMs } = tracker.progress();
      for (const [feature, expected] of Object.entries(simulate(steps))) {
        expect(activeMs[feature] ?? [0, 0, 0, 0]).toEqual(expected);
      }
    }),
    { numRuns: 150 },
  );
});
