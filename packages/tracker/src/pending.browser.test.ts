import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../../../tests/support/chromium.ts";
import { startRecordingCollector } from "../../../tests/support/recording-collector.ts";
import type { Pending } from "./pending.ts";
import type { CellState } from "./protocol/index.ts";
import type { WriterRecord } from "./writer.ts";

/** The module under test, as a global of the page. */
declare const storage: { createPending(page: Window, key: string): Pending };

let browser: Browser;
let context: BrowserContext;
let host: Awaited<ReturnType<typeof startRecordingCollector>>;
let script: string;

beforeAll(async () => {
  browser = await launchChromium();
  host = await startRecordingCollector({ version: 1, enabled: false, idleLimit: "60s", features: [] });
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL("pending.ts", import.meta.url))],
    bundle: true,
    format: "iife",
    globalName: "storage",
    footer: { js: "globalThis.storage = storage;" },
    write: false,
  });
  script = bundle.outputFiles[0]?.text ?? "";
});
afterAll(async () => {
  await browser.close();
  await host.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  await context.addInitScript(script);
  return () => context.close();
});

const open = async (): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(host.hostUrl);
  return page;
};

const slot = 1_994_784;
const nowMs = slot * 900_000;
const cell = (feature: string, ms: number, visits = 0): CellState => ({
  feature,
  slot,
  activeMs: [ms, ms, ms, ms],
  visits,
});
const recordOf = (cells: CellState[], confirmed: CellState[] = [], id = "writer"): WriterRecord => ({
  id,
  account: "acme",
  user: "u_1",
  seq: 1,
  cells,
  confirmed,
});
const save = (page: Page, of: WriterRecord, workspace = "pk_1") =>
  page.evaluate(([saved, key]) => storage.createPending(window, key).save(saved), [of, workspace] as const);
const load = (page: Page, wallMs = nowMs, workspace = "pk_1") =>
  page.evaluate(([atMs, key]) => storage.createPending(window, key).load(atMs), [wallMs, workspace] as const);

describe("A stored record", () => {
  test("holds the maximum of each counter, whichever tab wrote it and when", async () => {
    const [one, other] = [await open(), await open()];
    await Promise.all([
      save(one, recordOf([cell("a", 900), cell("b", 5, 2)])),
      save(other, recordOf([cell("a", 400, 3)])),
    ]);
    const [stored] = await load(one);
    expect(stored?.cells.toSorted((a, b) => (a.feature < b.feature ? -1 : 1))).toEqual([
      cell("a", 900, 3),
      cell("b", 5, 2),
    ]);
  });

  test("is not deleted by a confirmation of less than it holds", async () => {
    const [one, other] = [await open(), await open()];
    await save(one, recordOf([cell("a", 900)]));
    await save(other, recordOf([], [cell("a", 400)]));
    expect(await load(one)).toEqual([recordOf([cell("a", 900)], [cell("a", 400)])]);
    await save(other, recordOf([], [cell("a", 900)]));
    expect(await load(one)).toEqual([]);
  });

  test("keeps only the cells that are not confirmed", async () => {
    const page = await open();
    await save(page, recordOf([cell("a", 900), cell("b", 700)], [cell("a", 900), cell("b", 100)]));
    expect(await load(page)).toEqual([recordOf([cell("b", 700)], [cell("b", 100)])]);
  });

  test("belongs to one workspace", async () => {
    const page = await open();
    await save(page, recordOf([cell("a", 900)]), "pk_1");
    expect(await load(page, nowMs, "pk_2")).toEqual([]);
  });

  test("is deleted when no collector would take it any more", async () => {
    const page = await open();
    await save(page, recordOf([cell("a", 900)]));
    expect(await load(page, nowMs + 35 * 86_400_000)).toHaveLength(1);
    expect(await load(page, nowMs + 36 * 86_400_000)).toEqual([]);
    expect(await load(page)).toEqual([]);
  });

  test("moves to another writer once, whichever tab is first", async () => {
    const page = await open();
    await save(page, recordOf([cell("a", 900), cell("b", 100)]));
    const move = (to: string) =>
      page.evaluate(([from, target]) => storage.createPending(window, "pk_1").move(from, target), [
        recordOf([cell("a", 900)]),
        recordOf([cell("a", 900)], [], to),
      ] as const);
    expect(await move("first")).toBe(true);
    expect(await load(page)).toEqual([recordOf([cell("a", 900)], [], "first"), recordOf([cell("b", 100)])]);
    expect(await move("second")).toBe(false);
    await save(page, recordOf([], [cell("b", 100)]));
    expect(await move("third")).toBe(false);
    expect(await load(page)).toEqual([recordOf([cell("a", 900)], [], "first")]);
  });
});

test("A host that deletes its databases isn't kept waiting, and what comes then is stored anew", async () => {
  const page = await open();
  const answers = await page.evaluate(
    async (saved) => {
      const pending = storage.createPending(window, "pk_1");
      await pending.save(saved);
      const deleted = await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase("uptake-pk_1");
        request.onsuccess = () => resolve("deleted");
        request.onblocked = () => setTimeout(() => resolve("blocked"), 300);
      });
      const before = await pending.load(0);
      return { deleted, before, isSaved: await pending.save(saved), after: await pending.load(0) };
    },
    recordOf([cell("a", 900)]),
  );
  expect(answers).toEqual({
    deleted: "deleted",
    before: [],
    isSaved: true,
    after: [recordOf([cell("a", 900)])],
  });
});

test("What isn't a record, in either storage, stands in nobody's way and makes no noise", async () => {
  const page = await open();
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await save(page, recordOf([cell("a", 900)]));
  await page.evaluate(async () => {
    const request = indexedDB.open("uptake-pk_1");
    await new Promise((resolve) => (request.onsuccess = resolve));
    const { result } = request;
    result.transaction("writers", "readwrite").objectStore("writers").put({ id: "odd" }, "odd");
    result.close();
    localStorage.setItem("uptake:odd", '{"key":"pk_1","record":{"id":"odd"}}');
    localStorage.setItem("uptake:odder", '{"key":"pk_1"}');
  });
  expect(await load(page)).toEqual([recordOf([cell("a", 900)])]);
  expect(errors).toEqual([]);
});

test("A tail is merged into its record by maximum, and its key removed", async () => {
  const page = await open();
  await save(page, recordOf([cell("a", 900, 1)]));
  await page.evaluate(
    (tail) => storage.createPending(window, "pk_1").tails.keep(tail),
    recordOf([cell("a", 950), cell("b", 50)]),
  );
  await page.evaluate(() => {
    localStorage.setItem("uptake:broken", "{");
    localStorage.setItem("uptake:other", '{"key":"pk_2","record":{}}');
  });
  expect(await load(page)).toEqual([recordOf([cell("a", 950, 1), cell("b", 50)])]);
  expect(await page.evaluate(() => Object.keys(localStorage).toSorted())).toEqual(["uptake:broken", "uptake:other"]);
});
