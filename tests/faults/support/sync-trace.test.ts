import { expect, test } from "vitest";
import { judgeTrace } from "./sync-trace.ts";

const write = '7  pwrite64(9</x/uptake.db-wal>, "…mark-1…", 4096, 0) = 4096';
const sync = "7  fdatasync(9</x/uptake.db-wal>) = 0";
const reply = '3  writev(5<socket:[17]>, [{iov_base="HTTP/1.1 200 OK…mark-1…", iov_len=80}], 1) = 80';

test.each([
  ["a write, its sync, then the reply", [write, sync, reply], "synced"],
  ["a reply before the sync", [write, reply, sync], "not synced"],
  ["a reply without any sync", [write, reply], "not synced"],
  ["a sync that was over before the write", [sync, write, reply], "not synced"],
  ["a sync that failed", [write, sync.replace("= 0", "= -1 EIO (Input/output error)"), reply], "not synced"],
  ["a sync of another file", [write, sync.replace("-wal", ""), reply], "not synced"],
  ["a reply before the write", [reply, write, sync], "not written"],
  [
    "a sync that ends after the reply",
    [write, "7  fsync(9</x/uptake.db-wal> <unfinished ...>", reply, "7  <... fsync resumed>) = 0"],
    "not synced",
  ],
  [
    "a sync that began before the write",
    ["8  fsync(9</x/uptake.db-wal> <unfinished ...>", write, "8  <... fsync resumed>) = 0", reply],
    "not synced",
  ],
  [
    "a sync in two lines",
    [write, "7  fsync(9</x/uptake.db-wal> <unfinished ...>", "7  <... fsync resumed>) = 0", reply],
    "synced",
  ],
])("a trace is judged right: %s", (_what, lines, verdict) => {
  expect(judgeTrace(lines, /mark-\d/)).toEqual(new Map([["mark-1", verdict]]));
});

test("what was never answered has no verdict", () => {
  expect(judgeTrace([write, sync], /mark-\d/)).toEqual(new Map());
});
