import { expect, test } from "vitest";
import { compileDefinitions } from "../../domain/compile-definitions.ts";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import { makeReadyPlace } from "../../store/sqlite/test-support/sqlite-place.ts";
import { ALL, cell, lasting, NOW_MS, SLOT, TODAY } from "../../store/test-support/harness.ts";
import { useStore } from "../../store/test-support/use-store.ts";
import { readReportQuery } from "../query/report-query.ts";
import { openReading } from "./reading.ts";
import { memberUses } from "./uses.ts";

const SLOT_MS = 900_000;

test("who was taken out of a stage has to get there anew, and as of a day before they had been there", async () => {
  const { facts, records } = await useStore(async () => makeReadyPlace());
  const definitions = compileDefinitions({ features: { calendars: { name: "Calendars" } } }, 1);
  const parts = {
    facts,
    records,
    definitions: async () => definitions,
    calendarOf: createWorkspaceCalendar,
    now: () => NOW_MS,
  };
  const uses = async (asOf: number | null) => {
    const reading = await openReading(parts, ALL, { ...readReportQuery(new URLSearchParams()), asOf });
    const rows = await memberUses(reading);
    return rows.map(({ user, stage, progressMs, adoptedAtMs }) => ({ user, stage, progressMs, adoptedAtMs }));
  };
  const yesterday = SLOT - 96;
  await facts.mergeCells(
    [
      cell({ slot: yesterday, activeMs: lasting(420_000) }),
      cell({ slot: SLOT, activeMs: lasting(1_000) }),
      cell({ user: "u_2", slot: yesterday, activeMs: lasting(419_999) }),
    ],
    NOW_MS,
  );
  const removal = { account: "acme", user: "u_1", feature: "calendars", actor: "Maya", reason: null };
  await records.removeFromStage({ ...removal, atMs: NOW_MS - SLOT_MS });
  const other = { user: "u_2", stage: "tried", progressMs: 419_999, adoptedAtMs: null };
  expect(await uses(null)).toEqual([{ user: "u_1", stage: "tried", progressMs: 1_000, adoptedAtMs: null }, other]);
  expect(await uses(TODAY - 1)).toEqual([
    { user: "u_1", stage: "adopted", progressMs: 420_000, adoptedAtMs: yesterday * SLOT_MS },
    other,
  ]);
  await facts.mergeCells([cell({ slot: SLOT, activeMs: lasting(420_000) })], NOW_MS);
  expect(await uses(null)).toEqual([
    { user: "u_1", stage: "adopted", progressMs: 420_000, adoptedAtMs: NOW_MS },
    other,
  ]);
});
