import { SLOT_MS } from "@uptake/tracker/protocol";
import type { BackfillRow, CellWrite, Facts } from "../facts.ts";
import type { Records } from "../records.ts";
import type { Upkeep } from "../upkeep.ts";

/** Half past ten in the morning, UTC, on the first slot border. */
export const NOW_MS = Date.parse("2026-11-18T10:30Z");

/** The slot of {@link NOW_MS}. */
export const SLOT = NOW_MS / SLOT_MS;

/** The workspace day of {@link NOW_MS}, in all zones that these tests use. */
export const TODAY = Date.parse("2026-11-18T00:00Z") / 86_400_000;

export const ALL = { kind: "all" } as const;

/** All interfaces of one engine. */
export interface OpenedStore {
  readonly facts: Facts;
  readonly records: Records;
  readonly upkeep: Upkeep;
  close(): Promise<void>;
}

/** The place of one store, which may be opened again and again. */
export interface StorePlace {
  /** @param options `timeZone`: of the workspace, UTC unless said. */
  open(options?: { readonly timeZone?: string; readonly nowMs?: number }): Promise<OpenedStore>;
  /** Removes everything. */
  remove(): Promise<void>;
}

/** An engine under test: gives a fresh place each time. */
export type MakePlace = () => Promise<StorePlace>;

/** A cell of one minute. */
export function cell(changes: Partial<CellWrite> = {}): CellWrite {
  return { ...row(changes), writer: "writer-0000000000000A", ...changes };
}

/** A row of one minute. */
export function row(changes: Partial<BackfillRow> = {}): BackfillRow {
  return {
    account: "acme",
    user: "u_1",
    feature: "calendars",
    slot: SLOT,
    activeMs: [30_000, 60_000, 60_000, 90_000],
    visits: 1,
    actions: {},
    ...changes,
  };
}

/** The same length under all four idle limits. */
export function lasting(activeMs: number): CellWrite["activeMs"] {
  return [activeMs, activeMs, activeMs, activeMs];
}

/** In an order that doesn't depend on the engine's. */
export function sorted<Value>(values: readonly Value[]): readonly Value[] {
  return values.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
