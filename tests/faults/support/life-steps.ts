import { expect } from "vitest";
import type { BackfillRow, VoidTarget } from "../../../packages/collector/src/store/facts.ts";
import {
  CLOCK_SKEW_TOLERANCE_MS,
  SLOT_MS,
  slotOf,
  slotStartMs,
  type CellState,
} from "../../../packages/tracker/src/protocol/index.ts";
import { type Delivery, isVoidedBy, lateWindowStart, type Life, type LifeStep } from "./life.ts";
import { DEFINITIONS } from "./workload.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FEATURES = [...Object.keys(DEFINITIONS.features), "_other"];
const SOURCE = "import";
const SOURCE_WRITER = `source ${SOURCE}`;
const SOURCE_DAYS = 60;
const VOID_EVERY_DAYS = 2;
/** How many messages wait for their replies at once. */
const AT_ONCE = 40;

/** How late messages are, in ms, by how often. */
const DELAYS = [
  { weight: 80, least: 0, most: 60_000 },
  { weight: 12, least: 60_000, most: 10 * HOUR_MS },
  { weight: 6, least: DAY_MS, most: 20 * DAY_MS },
  // Around the end of the late window: some come in time.
  { weight: 2, least: 34 * DAY_MS, most: 36 * DAY_MS },
] as const;

/** People work: each document load sends its state as it grows, some of it late, some of it twice. */
export const measure: LifeStep = async (life) => {
  const { random, members, deliveries, dayStartMs } = life;
  for (const [index, member] of members.entries()) {
    for (let load = random.count(2); load > 0; load--) {
      const id = `life-${life.daysLived}-${index}-${load}`.padEnd(22, "_");
      const startMs = dayStartMs + random.between(0, DAY_MS - 2 * HOUR_MS);
      // A few devices run a day ahead: what they send lies in the future until a day has passed.
      const aheadMs = random.chance(0.01) ? DAY_MS : 0;
      deliveries.push(...documentLoad(life, { id, ...member }, startMs, aheadMs));
    }
  }
};

/** The messages of one document load. */
function documentLoad(
  { random }: Life,
  owner: { readonly id: string; readonly account: string; readonly user: string },
  startMs: number,
  aheadMs: number,
): readonly Delivery[] {
  const cells = new Map<string, CellState>();
  return Array.from({ length: random.integer(1, 6) }, (_, index) => {
    const sentMs = startMs + index * random.integer(1, 20) * 60_000;
    const feature = random.pick(FEATURES);
    const slot = slotOf(sentMs + aheadMs);
    const key = `${feature} ${slot}`;
    const before = cells.get(key) ?? { feature, slot, activeMs: [0, 0, 0, 0], visits: 0 };
    cells.set(key, grown(before, random.integer(1_000, 60_000), random.chance(0.3)));
    const writer = { ...owner, seq: index + 1, cells: [...cells.values()] };
    const copies = random.chance(0.2) ? 2 : 1;
    return Array.from({ length: copies }, () => {
      const { least, most } = random.pickWeighted(DELAYS);
      return { dueMs: sentMs + random.between(least, most), writer };
    });
  }).flat();
}

function grown(cell: CellState, moreMs: number, hasAction: boolean): CellState {
  const [first, second, third, fourth] = cell.activeMs;
  const more = (activeMs: number, share: number): number => Math.min(SLOT_MS, activeMs + Math.floor(moreMs * share));
  const sent = (cell.actions?.["sent"] ?? 0) + Number(hasAction);
  return {
    ...cell,
    activeMs: [more(first, 0.4), more(second, 0.6), more(third, 0.8), more(fourth, 1)],
    visits: cell.visits + 1,
    ...(sent > 0 && { actions: { sent } }),
  };
}

/** The day passes hour by hour: what is due arrives, in any order, and is taken or refused by its slot. */
export const deliver: LifeStep = async (life) => {
  const { workspace, random, dayStartMs } = life;
  for (let hour = 1; hour <= 24; hour++) {
    workspace.clock.nowMs = dayStartMs + hour * HOUR_MS;
    const due = life.deliveries.filter(({ dueMs }) => dueMs <= workspace.clock.nowMs);
    const rest = life.deliveries.filter(({ dueMs }) => dueMs > workspace.clock.nowMs);
    life.deliveries.splice(0, life.deliveries.length, ...rest);
    const shuffled = random.shuffled(due);
    while (shuffled.length > 0) await Promise.all(shuffled.splice(0, AT_ONCE).map((one) => deliverOne(life, one)));
  }
};

async function deliverOne({ workspace, model, watermarkSlot, voids }: Life, { writer }: Delivery): Promise<void> {
  const { id, account, user } = writer;
  const latestStartMs = workspace.clock.nowMs + CLOCK_SKEW_TOLERANCE_MS;
  const isOpen = ({ feature, slot }: CellState): boolean =>
    slot >= watermarkSlot &&
    slotStartMs(slot) <= latestStartMs &&
    !voids.some((target) => isVoidedBy(target, { account, user, writer: id, feature, slot }));
  const { rejected } = await workspace.collect(writer);
  const refused = writer.cells.filter((cell) => !isOpen(cell)).map(({ slot }) => slot);
  expect(rejected.map(({ slot }) => slot).toSorted()).toEqual(refused.toSorted());
  for (const cell of writer.cells.filter(isOpen)) {
    model.merge({ account, user, writer: id, feature: cell.feature, slot: cell.slot }, cell);
  }
}

/** The host sends history: at first all of it, later again what it has corrected, upwards and downwards. */
export const backfill: LifeStep = async (life) => {
  const { workspace, random, model, watermarkSlot, voids, members, daysLived } = life;
  if (daysLived % 4 !== 0) return;
  const share = daysLived === 0 ? 1 : 0.1;
  const lastSlot = slotOf(workspace.clock.nowMs);
  const rows = new Map<string, BackfillRow>();
  for (const { account, user } of members.slice(0, 8)) {
    for (let day = 1; day <= SOURCE_DAYS; day++) {
      if (!random.chance(share)) continue;
      // At the same times of the day each time, so that it meets what it wrote before.
      const slot = Math.floor(lastSlot / 96) * 96 - day * 96 + random.integer(30, 33);
      const feature = random.pick(FEATURES);
      const cell = grown({ feature, slot, activeMs: [0, 0, 0, 0], visits: 0 }, random.integer(0, 300_000), true);
      const row = { account, user, ...cell, actions: random.chance(0.5) ? { sent: random.integer(1, 9) } : {} };
      rows.set(JSON.stringify([account, user, feature, slot]), row);
    }
  }
  await workspace.facts().backfill(SOURCE, [...rows.values()], workspace.clock.nowMs);
  for (const { account, user, feature, slot, ...cell } of rows.values()) {
    const place = { account, user, writer: SOURCE_WRITER, feature, slot };
    if (voids.some((target) => isVoidedBy(target, place))) continue;
    if (slot < watermarkSlot) model.replace(place, cell);
    else model.merge(place, cell);
  }
};

/** Somebody finds out that a page was forged, and that a person's days were: both are taken out, and stay so. */
export const takeOut: LifeStep = async (life) => {
  const { workspace, random, model, watermarkSlot, dayStartMs, daysLived } = life;
  if (daysLived % VOID_EVERY_DAYS !== 1) return;
  const places = model.places();
  // Of a writer only what is not folded can be told from others'.
  const isOpen = (slot: number): boolean => slot >= watermarkSlot;
  const { writer } = random.pick(places.filter((place) => place.writer !== SOURCE_WRITER && isOpen(place.slot)));
  const { account, user } = random.pick(places);
  const fromSlot = slotOf(dayStartMs) - random.integer(0, SOURCE_DAYS) * 96;
  const where = random.chance(0.5) ? { account } : {};
  const targets: readonly VoidTarget[] = [
    { kind: "writer", writer },
    { kind: "user", user, ...where, fromSlot, toSlot: fromSlot + random.integer(1, 3 * 96) },
  ];
  for (const target of targets) {
    expect(await workspace.facts().void(target, { actor: "life", atMs: workspace.clock.nowMs })).not.toBeNull();
    life.voids.push(target);
    model.remove((place) => isVoidedBy(target, place) && (target.kind === "user" || isOpen(place.slot)));
  }
};

/** Cells that are older than the late window lose their writers. */
export const fold: LifeStep = async (life) => {
  life.watermarkSlot = Math.max(life.watermarkSlot, lateWindowStart(life.workspace.clock.nowMs));
  await life.workspace.facts().fold(life.watermarkSlot);
};
