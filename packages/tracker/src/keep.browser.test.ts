import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../../../tests/support/chromium.ts";
import { startRecordingCollector } from "../../../tests/support/recording-collector.ts";
import type * as keep from "./keep.ts";
import type * as writer from "./writer.ts";
import type { Cell, Writer } from "./writer.ts";

/** The modules under test, as a global of the page. */
declare const storage: typeof keep & typeof writer;

let browser: Browser;
let context: BrowserContext;
let host: Awaited<ReturnType<typeof startRecordingCollector>>;
let script: string;

beforeAll(async () => {
  browser = await launchChromium();
  host = await startRecordingCollector({ version: 1, enabled: false, idleLimit: "60s", attention: {}, rules: {} });
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
const cellOf = (feature: string, ms: number, at = slot): Cell => ({
  feature,
  slot: at,
  activeMs: [ms, ms, ms, ms],
  visits: 0,
});
const keyOf = ({ slot: at, feature }: Cell) => `${at} ${feature}`;
/** @param confirmed features of which the collector has confirmed the present state. */
const writerOf = (cells: readonly Cell[], confirmed: readonly string[] = [], over: Partial<Writer> = {}): Writer => ({
  id: "writer",
  name: "writer",
  lineMs: 1,
  account: "acme",
  user: "u_1",
  cells: Object.fromEntries(cells.map((cell) => [keyOf(cell), cell])),
  told: Object.fromEntries(
    cells.filter(({ feature }) => confirmed.includes(feature)).map((cell) => [keyOf(cell), JSON.stringify(cell)]),
  ),
  sent: {},
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
    found.map(({ name, cells }) => [
      name,
      Object.fromEntries(Object.values(cells).map(({ feature, activeMs }) => [feature, activeMs[0]])),
    ]),
  );
}
/** Another document takes over what there is, and the collector confirms it there. */
async function takeOver(page: Page): Promise<void> {
  await page.evaluate(() => storage.restore());
}
const confirmAll = (page: Page) =>
  page.evaluate(async () => {
    for (const of of storage.writers.values()) {
      for (const { key, text } of storage.pendingOf(of)) of.told[key] = text;
      of.isDirty = true;
      await storage.save(of);
    }
  });

describe("A stored writer", () => {
  test("is removed when another document's collector has confirmed it, unless it has grown meanwhile", async () => {
    const [one, other] = [await open(), await open()];
    await save(one, writerOf([cellOf("a", 400)]));
    await takeOver(other);
    await save(one, writerOf([cellOf("a", 900), cellOf("b", 5)]));
    await confirmAll(other);
    expect(await load()).toEqual({ writer: { a: 900, b: 5 } });
    const third = await open();
    await takeOver(third);
    await confirmAll(third);
    expect(await load()).toEqual({});
  });

  test("keeps only the cells that are not confirmed", async () => {
    await save(await open(), writerOf([cellOf("a", 900), cellOf("b", 700)], ["a"]));
    expect(await load()).toEqual({ writer: { b: 700 } });
  });

  test("is removed when all of it is confirmed", async () => {
    const page = await open();
    await page.evaluate(
      async ([pending, confirmed]) => {
        const of = { ...pending };
        await storage.save(of);
        await storage.save(Object.assign(of, { told: confirmed.told, isDirty: true }));
      },
      [writerOf([cellOf("a", 900)]), writerOf([cellOf("a", 900)], ["a"])] as const,
    );
    expect(await load()).toEqual({});
  });

  test("belongs to one workspace", async () => {
    await save(await open(), writerOf([cellOf("a", 900)]));
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
      await save(page, writerOf([cellOf("a", 9)], [], { id: `writer${index}`, name: `writer${index}`, token }));
    const kept = await page.evaluate(async () => {
      await storage.restore();
      return [...storage.writers.values()].flatMap(({ token }) => token ?? []);
    });
    expect(kept).toEqual(tokens.slice(0, 1));
  });

  test("loses its oldest cells when they are too many to keep", async () => {
    const cells = Array.from({ length: 3_000 }, (_, index) =>
      cellOf(`${String(index).padStart(4, "0")} ${"x".repeat(90)}`, index + 1, slot + index),
    );
    await save(await open(), writerOf(cells));
    const kept = Object.keys((await load())["writer"] ?? {});
    expect(kept.length).toBeGreaterThan(500);
    expect(kept.length).toBeLessThan(1_500);
    expect(kept.at(-1)).toBe(cells.at(-1)?.feature);
  });

  test("makes way for newer ones when all are too much to keep", async () => {
    const page = await open();
    const many = Array.from({ length: 900 }, (_, index) => cellOf(`${index} ${"x".repeat(90)}`, index + 1));
    for (let index = 0; index < 7; index += 1) {
      await save(page, writerOf(many, [], { id: `writer${index}`, name: `writer${index}` }));
      await page.waitForTimeout(5);
    }
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
    writerOf([cellOf("a", 900)]),
  );
  expect(deleted).toBe("deleted");
  expect(await load()).toEqual({ writer: { a: 900 } });
});

test("What isn't a writer, in either storage, stands in nobody's way and makes no noise", async () => {
  const page = await open();
  const errors: Error[] = [];
  context.on("weberror", (error) => errors.push(error.error()));
  await save(page, writerOf([cellOf("a", 900)]));
  const odd = ["{", "7", "null", '{"key":"pk_1","id":"odd"}', '{"key":"pk_1","id":"o","cells":{"x":7}}'];
  await page.evaluate(async (texts) => {
    const request = indexedDB.open("uptake-pk_1");
    await new Promise((resolve) => (request.onsuccess = resolve));
    const { result } = request;
    const records = result.transaction("writers", "readwrite").objectStore("writers");
    for (const text of [...texts, 7, null, { id: "odd" }]) records.put(text, Math.random());
    result.close();
    for (const text of texts) localStorage.setItem(`uptake:${text}`, text);
  }, odd);
  expect(await load()).toMatchObject({ writer: { a: 900 } });
  expect(errors).toEqual([]);
});

test("A tail comes back beside its record, and is removed when the database has it", async () => {
  const page = await open();
  await save(page, writerOf([cellOf("a", 900)]));
  await page.evaluate(
    (of) => {
      storage.saveTail(of);
      localStorage.setItem("uptake:other", '{"key":"pk_2","id":"other","cells":{}}');
    },
    writerOf([cellOf("a", 950), cellOf("b", 50)]),
  );
  const both = { writer: { a: 900 }, "uptake:writer": { a: 950, b: 50 } };
  expect(await load()).toEqual(both);
  await takeOver(page);
  await page.evaluate(async () => {
    for (const of of storage.writers.values()) await storage.save(of);
  });
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["uptake:other"]);
  expect(await load()).toEqual(both);
});

test("Erasing leaves nothing of the workspace", async () => {
  const page = await open();
  await save(page, writerOf([cellOf("a", 900)]));
  await page.evaluate(
    async (of) => {
      storage.saveTail(of);
      localStorage.setItem("host", "stays");
      storage.erase();
    },
    writerOf([cellOf("a", 950)]),
  );
  await expect.poll(() => load()).toEqual({});
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["host"]);
});
