import { expect, onTestFinished, test } from "vitest";
import type { CellWrite } from "../../facts.ts";
import { cell, lasting, NOW_MS, SLOT } from "../../test-support/harness.ts";
import { openForWriting } from "../database.ts";
import { createGroupCommit } from "../group-commit.ts";
import { prepareWorkspace } from "../prepare-workspace.ts";
import { makeReadyPlace } from "../test-support/sqlite-place.ts";
import { createChanges } from "./changes.ts";
import { packCells } from "./packed-cells.ts";
import { MAX_REMEMBERED_ROWS } from "./remembered-cells.ts";
import { createWriteContext } from "./write-context.ts";
import { createWriteOperations } from "./write-operations.ts";

test("a cell that comes again after more others than are remembered grows from what is stored, and so do its actions", async () => {
  const place = makeReadyPlace();
  const database = openForWriting(place.path);
  onTestFinished(async () => {
    database.close();
    await place.remove();
  });
  prepareWorkspace(database, { path: place.path, timeZone: "UTC", openedAtMs: NOW_MS });
  const context = createWriteContext(database, createChanges());
  const commitGroup = createGroupCommit(database, context, createWriteOperations(context));
  const merge = (...cells: readonly CellWrite[]): void => {
    const [reply] = commitGroup([{ id: 1, name: "mergePackedCells", input: packCells(cells, NOW_MS) }]);
    expect(reply?.kind).toBe("done");
  };
  const mine = { user: "me", writer: "w-mine" };
  merge(cell({ ...mine, activeMs: lasting(60_000), visits: 5, actions: { sent: 4, saved: 1 } }));
  const crowd = (writer: string): readonly CellWrite[] =>
    Array.from({ length: 1_024 }, (_, index) => cell({ user: "others", writer, slot: SLOT - index }));
  for (let writer = 0; writer < MAX_REMEMBERED_ROWS / 1_024; writer++) merge(...crowd(`w-${writer}`));
  merge(cell({ ...mine, activeMs: lasting(90_000), visits: 2, actions: { sent: 6 } }));
  merge(
    cell({ ...mine, slot: SLOT - 1, activeMs: lasting(10_000), visits: 1 }),
    cell({ ...mine, activeMs: lasting(70_000), actions: { saved: 1 } }),
  );
  const sums = "SELECT sum(active_none_ms) AS ms, sum(visits) AS visits FROM member_days WHERE user = ?";
  const [me] = database.prepare("SELECT id FROM users WHERE key = 'me'").all();
  expect(database.prepare(sums).get(Number(me?.["id"]))).toEqual({ ms: 100_000, visits: 6 });
  const actions =
    "SELECT actions.key, sum(count) AS count FROM account_action_days JOIN actions ON id = action GROUP BY 1";
  expect(database.prepare(actions).all()).toEqual([
    { key: "saved", count: 1 },
    { key: "sent", count: 6 },
  ]);
});
