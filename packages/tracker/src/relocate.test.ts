import { expect, test } from "vitest";
import { createCells } from "./cells.ts";
import { slotStartMs, type CellState, type CollectReply } from "./protocol/index.ts";
import { relocate } from "./relocate.ts";
import type { OwnedWriter } from "./writer.ts";

const owner = { account: "acme", user: "u_1" };
const slot = 1_994_784;
const cellAt = (at: number): CellState => ({ feature: "calendars", slot: at, activeMs: [9, 9, 9, 9], visits: 1 });

/** What was refused as lying two slots ahead, when storage can't move it. */
async function relocateUnmoved(isStored: boolean): Promise<OwnedWriter | undefined> {
  const cells = createCells();
  cells.credit("calendars", slot + 2, 0, 9);
  cells.visit("calendars", slot + 2);
  if (isStored) cells.stored(cells.all());
  const writer: OwnedWriter = { id: "W", lineMs: 0, owner, seq: 1, cells };
  const reply: CollectReply = {
    now: slotStartMs(slot),
    accepted: [{ id: "W", seq: 1 }],
    rejected: [{ id: "W", feature: "calendars", slot: slot + 2, reason: "slot_in_future" }],
  };
  const pending = { move: () => Promise.reject(new Error("no room")) };
  return relocate(writer, reply, { pending, createId: () => "X" });
}

test("What nobody else can have is moved even when storage fails", async () => {
  const target = await relocateUnmoved(false);
  expect(target?.cells.pending()).toEqual([cellAt(slot)]);
});

test("What is still stored under its old writer isn't moved when storage fails: the next load moves it, once", async () => {
  expect(await relocateUnmoved(true)).toBe(undefined);
});
