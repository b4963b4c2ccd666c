import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { TrackerOptions } from "../../packages/tracker/src/index.ts";
import { launchChromium } from "../support/chromium.ts";
import { startRecordingCollector } from "../support/recording-collector.ts";
import { compileFeatures } from "../../packages/tracker/src/protocol/index.ts";

/** A host's own bundle of what npm gets. */
let files: ReadonlyMap<string, string>;
let browser: Browser;
let context: BrowserContext;
let collector: Awaited<ReturnType<typeof startRecordingCollector>>;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: 'import { createTracker } from "@uptake/tracker"; window.uptake = createTracker(window.options);',
      resolveDir: fileURLToPath(new URL(".", import.meta.url)),
    },
    bundle: true,
    splitting: true,
    format: "esm",
    outdir: "/assets",
    chunkNames: "[name]-[hash]",
    entryNames: "main",
    write: false,
  });
  files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  collector = await startRecordingCollector({
    version: 1,
    enabled: true,
    idleLimit: "60s",
    ...compileFeatures([{ feature: "calendars", urls: ["/calendars"] }]),
  });
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await collector.close();
});

async function open(more: Partial<TrackerOptions>) {
  const identity = { account: "acme", user: "u_1" };
  const options = JSON.stringify({ key: "pk_test", base: collector.collectorUrl, identity, ...more });
  collector.serve(() => `<script>options = ${options}</script><script type="module" src="/assets/main.js"></script>Hi`);
  const page = await context.newPage();
  const fetched: string[] = [];
  const lines: string[] = [];
  page.on("console", (message) => lines.push(message.text()));
  await page.route("**/assets/*", (route) => {
    const { pathname } = new URL(route.request().url());
    fetched.push(pathname.replace(/-.*$/, ""));
    return route.fulfill({ contentType: "text/javascript", body: files.get(pathname) ?? "" });
  });
  await page.goto(`${collector.hostUrl}/calendars`);
  return { page, fetched, lines };
}
async function closeTab(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]);
}

test("a host's bundle of the npm package measures, and leaves what nobody asks for where it is", async () => {
  const { fetched } = await open({});
  await vi.waitFor(() => expect(collector.visits("calendars")).toBe(1), { timeout: 6_000 });
  expect(fetched.filter((path) => /web|debug/.test(path))).toEqual([]);
  const main = files.get("/assets/main.js") ?? "";
  expect(main).toContain("createTracker");
  for (const part of ["largest-contentful-paint", "layout-shift", "no identity", "Uptake inspector"])
    expect(main).not.toContain(part);
});

test("it opens the inspector for those who ask, by the definitions that it was given", async () => {
  const { page, fetched } = await open({
    debug: "inspector",
    definitions: {
      version: 1,
      enabled: true,
      idleLimit: "60s",
      ...compileFeatures([{ feature: "diary", urls: ["/calendars"] }]),
    },
  });
  await page.getByRole("dialog", { name: "Uptake inspector" }).waitFor({ timeout: 20_000 });
  expect(fetched).toContain("/assets/inspector");
  await page.mouse.click(20, 20);
  await page.getByText("Counts for diary").waitFor();
});

test("it fetches each part for those who ask", async () => {
  const { page, fetched, lines } = await open({ vitals: true, debug: true });
  await vi.waitFor(() => expect(lines).toContainEqual(expect.stringContaining("calendars · counting")), 6_000);
  await vi.waitFor(() => expect(fetched.toSorted()).toEqual(expect.arrayContaining(["/assets/debug", "/assets/web"])), {
    timeout: 6_000,
  });
  // Whoever imports it after the tracker gets it after the tracker. As text: Vitest would replace the import by its own.
  await page.evaluate(`import("${[...files.keys()].find((path) => path.includes("/web-vitals-"))}")`);
  await closeTab(page);
  await vi.waitFor(
    () =>
      expect(collector.cells().map(({ vitals }) => vitals)).toEqual([
        { lcpMs: expect.any(Number) as number, cls1000: 0 },
      ]),
    6_000,
  );
});
