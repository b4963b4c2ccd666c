import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../../../tests/support/chromium.ts";
import { startRecordingCollector } from "../../../tests/support/recording-collector.ts";
import type * as keep from "./keep.ts";
import type * as writer from "./writer.ts";
import type { Entry, Writer } from "./writer.ts";

/** The modules under test, as a global of the page. */
declare const storage: typeof keep & typeof writer;

let browser: Browser;
let context: BrowserContext;
let host: Awaited<ReturnType<typeof startRecordingCollector>>;
let script: string;

beforeAll(async () => {
  browser = await launchChromium();
  host = await startRecordingCollector({ version: 1, enabled: false, idleLimit: "60s", features: [] });
  const bundle = await build({
    stdin: {
      contents: 'export * from "./keep.ts"; export * from "./writer.ts";',
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    format: "iife",
    globalName: "storage",
    footer: { js: "globalThis.storage = storage; storage.openKeep('pk_1');" },
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
/** @param revision at which it last grew; its time is as many milliseconds. */
const entryOf = (feature: string, revision: number, confirmed = 0, at = slot): Entry => ({
  cell: { feature, slot: at, activeMs: [revision, revision, revision, revision], visits: 0 },
  revision,
  sent: 0,
  confirmed,
});
const writerOf = (entries: readonly Entry[], over: Partial<Writer> = {}): Writer => ({
  key: "pk_1",
  id: "writer",
  lineMs: 0,
  account: "acme",
  user: "u_1",
  revision: Math.max(...entries.map(({ revision }) => revision)),
  entries: Object.fromEntries(entries.map((entry) => [`${entry.cell.slot} ${entry.cell.feature}`, entry])),
  isDirty: true,
  ...over,
});
const save = (page: Page, of: Writer) => page.evaluate((writer) => storage.save(writer), of);
/** What a new document of the browser finds: by writer, its cells' times by feature. */
async function load(workspace = "pk_1"): Promise<Record<string, Record<string, number>>> {
  const page = await open();
  const found = await page.evaluate(async (key) => {
    storage.openKeep(key);
    await storage.restore();
    return [...storage.writers.values()];
  }, workspace);
  await page.close();
  return Object.fromEntries(
    found.map(({ id, entries }) => [
      id,
      Object.fromEntries(Object.values(entries).map(({ cell }) => [cell.feature, cell.activeMs[0]])),
    ]),
  );
}

describe("A stored writer", () => {
  test("holds the latest state, whichever tab wrote it and when", async () => {
    const [one, other] = [await open(), await open()];
    await save(one, writerOf([entryOf("a", 900), entryOf("b", 5)]));
    await save(other, writerOf([entryOf("a", 400)], { isRestored: true }));
    expect(await load()).toEqual({ writer: { a: 900, b: 5 } });
  });

  test("is not deleted by a confirmation of less than it holds", async () => {
    const [one, other] = [await open(), await open()];
    await save(one, writerOf([entryOf("a", 900)]));
    await save(other, writerOf([entryOf("a", 400, 400)], { isRestored: true }));
    expect(await load()).toEqual({ writer: { a: 900 } });
    await save(other, writerOf([entryOf("a", 900, 900)], { isRestored: true }));
    expect(await load()).toEqual({});
  });

  test("keeps only the cells that are not confirmed", async () => {
    await save(await open(), writerOf([entryOf("a", 900, 900), entryOf("b", 700, 100)]));
    expect(await load()).toEqual({ writer: { b: 700 } });
  });

  test("belongs to one workspace", async () => {
    await save(await open(), writerOf([entryOf("a", 900)]));
    expect(await load("pk_2")).toEqual({});
  });

  test("keeps a token only if it can do no more than write", async () => {
    const tokenFor = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c2ln`;
    const tokens = [
      tokenFor({ aud: "uptake-write", sub: "ü>?" }),
      tokenFor({ aud: "uptake" }),
      tokenFor({ aud: ["uptake-write"] }),
      tokenFor({ aud: "uptake-write-all" }),
      "not a token",
      "",
    ];
    const page = await open();
    for (const [index, token] of tokens.entries())
      await save(page, writerOf([entryOf("a", 9)], { id: `writer${index}`, token }));
    const kept = await page.evaluate(async () => {
      await storage.restore();
      return [...storage.writers.values()].flatMap(({ token }) => token ?? []);
    });
    expect(kept).toEqual(tokens.slice(0, 1));
  });

  test("loses its oldest cells when they are too many to keep", async () => {
    const entries = Array.from({ length: 3_000 }, (_, index) =>
      entryOf(`${String(index).padStart(4, "0")} ${"x".repeat(90)}`, index + 1, 0, slot + index),
    );
    await save(await open(), writerOf(entries));
    const kept = Object.keys((await load())["writer"] ?? {});
    expect(kept.length).toBeGreaterThan(500);
    expect(kept.length).toBeLessThan(1_500);
    expect(kept.at(-1)).toBe(entries.at(-1)?.cell.feature);
  });

  test("makes way for newer ones when all are too much to keep", async () => {
    const page = await open();
    const many = (at: number) =>
      Array.from({ length: 900 }, (_, index) => entryOf(`${index} ${"x".repeat(90)}`, index + 1, 0, at));
    for (let index = 0; index < 7; index += 1) await save(page, writerOf(many(slot + index), { id: `writer${index}` }));
    const kept = Object.keys(await load());
    expect(kept).toContain("writer6");
    expect(kept).not.toContain("writer0");
    expect(Object.keys(await load())).toEqual(kept);
  });
});

test("A host that deletes its databases isn't kept waiting, and what comes then is stored anew", async () => {
  const page = await open();
  const deleted = await page.evaluate(
    async (of) => {
      await storage.save({ ...of });
      const outcome = await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase("uptake-pk_1");
        request.onsuccess = () => resolve("deleted");
        request.onblocked = () => setTimeout(() => resolve("blocked"), 300);
      });
      // The first try finds the connection closed.
      const again = { ...of };
      await storage.save(again);
      await storage.save(again);
      return outcome;
    },
    writerOf([entryOf("a", 900)]),
  );
  expect(deleted).toBe("deleted");
  expect(await load()).toEqual({ writer: { a: 900 } });
});

test("What isn't a writer, in either storage, stands in nobody's way and makes no noise", async () => {
  const page = await open();
  const errors: Error[] = [];
  context.on("weberror", (error) => errors.push(error.error()));
  await save(page, writerOf([entryOf("a", 900)]));
  await page.evaluate(async () => {
    const request = indexedDB.open("uptake-pk_1");
    await new Promise((resolve) => (request.onsuccess = resolve));
    const { result } = request;
    const records = result.transaction("writers", "readwrite").objectStore("writers");
    for (const odd of [
      { id: "odd" },
      7,
      null,
      { key: "pk_1", id: "o", entries: { x: {} } },
      { key: "pk_1", entries: 1 },
    ])
      records.put(odd, Math.random());
    result.close();
    for (const odd of ["{", "7", "null", '{"key":"pk_1","id":"odd"}', '{"key":"pk_1","id":"o","entries":{"x":7}}'])
      localStorage.setItem(`uptake:${odd}`, odd);
  });
  expect(await load()).toMatchObject({ writer: { a: 900 } });
  expect(errors).toEqual([]);
});

test("A tail that is later than its record takes its place, and is removed when it is stored", async () => {
  const page = await open();
  await save(page, writerOf([entryOf("a", 900)]));
  const tail = writerOf([entryOf("a", 950), entryOf("b", 50)]);
  await page.evaluate((of) => {
    storage.saveTail(of);
    localStorage.setItem("uptake:other", '{"key":"pk_2","id":"other","revision":1,"entries":{}}');
  }, tail);
  expect(await load()).toEqual({ writer: { a: 950, b: 50 } });
  await page.evaluate(async () => {
    await storage.restore();
    for (const of of storage.writers.values()) await storage.save(of);
  });
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["uptake:other"]);
  expect(await load()).toEqual({ writer: { a: 950, b: 50 } });
});

test("Erasing leaves nothing of the workspace", async () => {
  const page = await open();
  await save(page, writerOf([entryOf("a", 900)]));
  await page.evaluate(
    async (of) => {
      storage.saveTail(of);
      localStorage.setItem("host", "stays");
      storage.erase();
    },
    writerOf([entryOf("a", 950)]),
  );
  await expect.poll(() => load()).toEqual({});
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["host"]);
});
