import type { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { cell, NOW_MS, SLOT } from "../test-support/harness.ts";
import { openForWriting, inTransaction } from "./database.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";
import { prepareWorkspace } from "./prepare-workspace.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";
import type { ThreadRequest } from "./thread-messages.ts";
import { createChanges } from "./write/changes.ts";
import { createWriteContext } from "./write/write-context.ts";
import { createWriteOperations } from "./write/write-operations.ts";

interface Opened {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly commitGroup: GroupCommit;
}

async function open(): Promise<Opened> {
  const place = makeSqlitePlace();
  await (await place.open()).close();
  const database = openForWriting(place.path);
  onTestFinished(() => {
    database.close();
    return place.remove();
  });
  prepareWorkspace(database, { path: place.path, timeZone: "UTC", openedAtMs: NOW_MS });
  const context = createWriteContext(database, createChanges());
  return {
    database,
    path: place.path,
    commitGroup: createGroupCommit(database, context, createWriteOperations(context)),
  };
}

const merging = (id: number, cells = [cell()]): ThreadRequest => ({
  id,
  name: "mergeCells",
  input: { cells, receivedAtMs: NOW_MS },
});

function count(database: DatabaseSync, table: "cells" | "member_feature_days" | "members"): number {
  return Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.["count"]);
}

describe("a group commit", () => {
  test("keeps the others when one operation fails, and nothing of that one", async () => {
    const { database, commitGroup } = await open();
    // The first cell of the second request is written before its second one fails.
    const broken = [cell({ user: "u_2" }), cell({ user: "u_2", slot: SLOT - 1, visits: Number.NaN })];
    const replies = commitGroup([merging(1), merging(2, broken), merging(3, [cell({ user: "u_3" })])]);
    expect(replies).toMatchObject([
      { id: 1, kind: "done", result: [null] },
      { id: 2, kind: "refused", error: { kind: "failed" } },
      { id: 3, kind: "done", result: [null] },
    ]);
    expect(database.prepare("SELECT key FROM users WHERE id > 0 ORDER BY key").all()).toEqual([
      { key: "u_1" },
      { key: "u_3" },
    ]);
    expect(count(database, "cells")).toBe(2);
    // What was undone can be done afterwards: no integer of it is remembered.
    expect(commitGroup([merging(4, [cell({ user: "u_2" })])])).toMatchObject([{ kind: "done" }]);
    expect(count(database, "member_feature_days")).toBe(3);
  });

  test("remembers no name of an operation that failed", async () => {
    const { database, commitGroup } = await open();
    const named = [cell({ feature: "link:help", name: "Help centre" })];
    commitGroup([merging(1, [cell({ feature: "link:help" })])]);
    commitGroup([merging(2, [...named, cell({ visits: Number.NaN })])]);
    const name = database.prepare("SELECT name FROM features WHERE key = 'link:help'");
    expect(name.get()).toEqual({ name: null });
    commitGroup([merging(3, named)]);
    expect(name.get()).toEqual({ name: "Help centre" });
  });

  test("refuses an operation that it does not know", async () => {
    const { commitGroup } = await open();
    const replies = commitGroup([{ id: 1, name: "toString", input: null }, merging(2)]);
    expect(replies).toMatchObject([{ kind: "refused", error: { kind: "failed" } }, { kind: "done" }]);
  });

  test("refuses everything while the disk is full, writes none of it, and goes on afterwards", async () => {
    const { database, commitGroup } = await open();
    const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
    database.exec(`PRAGMA max_page_count = ${pages}`);
    const crowd = Array.from({ length: 500 }, (_, index) => cell({ user: `u_${index}` }));
    const replies = commitGroup([merging(1, crowd), merging(2, crowd)]);
    expect(replies).toMatchObject([
      { id: 1, kind: "refused", error: { kind: "full", message: expect.stringContaining("Make room") } },
      { id: 2, kind: "refused", error: { kind: "full" } },
    ]);
    expect([count(database, "cells"), count(database, "members")]).toEqual([0, 0]);
    database.exec("PRAGMA max_page_count = 1000000");
    expect(commitGroup([merging(3, crowd)])).toMatchObject([{ kind: "done" }]);
    expect(count(database, "cells")).toBe(500);
  });

  test("says that the file is busy while another process writes for longer than it waits", async () => {
    const { database, path, commitGroup } = await open();
    database.exec("PRAGMA busy_timeout = 20");
    const other = openForWriting(path);
    inTransaction(other, "IMMEDIATE", () => {
      expect(commitGroup([merging(1)])).toMatchObject([{ kind: "refused", error: { kind: "busy" } }]);
    });
    other.close();
    expect(commitGroup([merging(2)])).toMatchObject([{ kind: "done" }]);
  });
});
