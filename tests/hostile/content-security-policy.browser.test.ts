import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi, type TestContext } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { launchChromium } from "../support/chromium.ts";
import { listen, startRealCollector, type ReachableCollector } from "./real-collector.ts";
import { BUTTON, PERSON, work } from "./stage.ts";

declare const uptake: Tracker;
declare const violations: string[];

const { version: VERSION } = JSON.parse(readFileSync("packages/collector/package.json", "utf8")) as { version: string };
const NONCE = "bm9uY2UtbGlrZS0xMjM0NQ";
const definitions = { features: { conversations: { name: "Conversations", urls: ["/conversations"] } } };

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The strictest policy that still lets one script run and one place be asked. */
const strict = (scripts: string, collector: string) =>
  `default-src 'none'; script-src ${scripts}; connect-src ${collector}; style-src 'unsafe-inline';
   require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`.replace(
    /\s+/g,
    " ",
  );

interface Opened {
  readonly page: Page;
  readonly collector: ReachableCollector;
  /** What the console said. */
  readonly said: string[];
  /** Names of the collector's scripts that were loaded. */
  readonly loaded: string[];
}

/** Opens the host's page under a policy. */
async function open(
  running: TestContext,
  policy: (collector: string, hashes: Readonly<Record<string, string>>) => string,
  tag: (collector: ReachableCollector, hashes: Readonly<Record<string, string>>) => string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Opened> {
  const collector = await startRealCollector(running, definitions);
  const response = await fetch(`${collector.origin}/v/${VERSION}/integrity.json`);
  const hashes = (await response.json()) as Record<string, string>;
  const watch = `<script nonce="${NONCE}">violations = []; addEventListener("securitypolicyviolation",
    ({ violatedDirective, blockedURI }) => violations.push(violatedDirective + " " + blockedURI))</script>`;
  const host = await listen(running, (_request, answer) => {
    answer.setHeader("Content-Type", "text/html");
    answer.setHeader("Content-Security-Policy", policy(collector.origin, hashes));
    for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
    answer.end(
      `<!doctype html><title>Host</title>${watch}${tag(collector, hashes)}${BUTTON.replace(/onclick="[^"]*"/, "")}`,
    );
  });
  const context = await browser.newContext();
  running.onTestFinished(() => context.close());
  const page = await context.newPage();
  const said: string[] = [];
  const loaded: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("requestfinished", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(`${host}/conversations`);
  return { page, collector, said, loaded };
}

async function expectMeasured({ page, collector }: Opened): Promise<void> {
  await vi.waitFor(async () => expect(await page.evaluate(() => uptake.progress().status)).toBe("on"), 10_000);
  const leastMs = await work(page);
  await page.evaluate(() => uptake.flush());
  const { activeMs, visits } = await collector.stored("u_1", "conversations");
  expect(activeMs).toBeGreaterThanOrEqual(leastMs);
  expect(visits).toBe(1);
}

/** The pinned file, as the README says, or the file with definitions, which has no hash to pin. */
const pinned = (attributes: string) => (collector: ReachableCollector, hashes: Readonly<Record<string, string>>) =>
  `<script src="${collector.origin}/v/${VERSION}/uptake.js?key=${collector.publicKey}" integrity="${hashes["uptake.js"]}"
    crossorigin ${PERSON} ${attributes}></script>`;
const fresh = (attributes: string) => (collector: ReachableCollector) =>
  `<script src="${collector.origin}/uptake.js?key=${collector.publicKey}" ${PERSON} ${attributes}></script>`;

const byNonce = `nonce="${NONCE}"`;
const nonce = (collector: string) => strict(`'nonce-${NONCE}'`, collector);
/** Each nonce is for the test's own listener as well. */
const origin = (collector: string) => strict(`'nonce-${NONCE}' ${collector}`, collector);

const ways = [
  ["a nonce, of the pinned file", nonce, pinned(byNonce)],
  ["a nonce, of the file with definitions", nonce, fresh(byNonce)],
  ["the collector's origin, of the pinned file", origin, pinned("")],
  ["the collector's origin, of the file with definitions", origin, fresh("")],
] as const;

test.concurrent.for(ways)(
  "Under the strictest policy the tracker measures and sends, allowed by %s",
  async ([, policy, tag], running) => {
    const opened = await open(running, policy, tag);
    await expectMeasured(opened);
    expect(await opened.page.evaluate(() => violations)).toEqual([]);
    expect(opened.said).toEqual([]);
  },
);

test.concurrent.for([
  ["a nonce, of the pinned file", nonce, pinned(`${byNonce} data-vitals data-debug`)],
  ["a nonce, of the file with definitions", nonce, fresh(`${byNonce} data-vitals data-debug`)],
  ["the collector's origin", origin, fresh("data-vitals data-debug")],
] as const)(
  "Vitals and explanations come with what allowed the tracker, %s: their imports need nothing more",
  async ([, policy, tag], running) => {
    const opened = await open(running, policy, tag);
    await expectMeasured(opened);
    await vi.waitFor(
      () => {
        for (const part of ["debug", "vitals"]) {
          expect(opened.loaded).toContainEqual(expect.stringMatching(new RegExp(`/uptake-${part}\\.js$`)));
        }
      },
      { timeout: 8_000 },
    );
    expect(opened.said.length).toBeGreaterThan(0);
    expect(opened.said.filter((line) => !line.startsWith("[uptake] "))).toEqual([]);
    expect(await opened.page.evaluate(() => violations)).toEqual([]);
  },
);

test.concurrent("A page that is isolated from other origins loads the tracker and its parts as others do", async (running) => {
  const opened = await open(running, nonce, fresh(`${byNonce} data-debug`), {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  });
  await expectMeasured(opened);
  expect(await opened.page.evaluate(() => crossOriginIsolated)).toBe(true);
  await vi.waitFor(() => expect(opened.loaded).toContain("/uptake-debug.js"), 10_000);
  expect(opened.said.filter((line) => !line.startsWith("[uptake] "))).toEqual([]);
});

describe("What a policy forbids is left out, without an error of ours:", () => {
  test.concurrent("a pinned file that is allowed by its hash measures, and its vitals and explanations stay away", async (running) => {
    const opened = await open(
      running,
      (collector, hashes) => strict(`'nonce-${NONCE}' '${hashes["uptake.js"]}'`, collector),
      pinned("data-debug"),
    );
    await expectMeasured(opened);
    await vi.waitFor(
      async () =>
        expect(await opened.page.evaluate(() => violations)).toEqual([
          expect.stringMatching(/^script-src-elem .*uptake-debug\.js$/),
        ]),
      10_000,
    );
    expect(opened.said.filter((line) => !line.includes("Content Security Policy"))).toEqual([]);
  });

  test.concurrent("a collector that may not be asked hears nothing, and the page goes on", async (running) => {
    const opened = await open(running, () => `connect-src 'none'`, fresh(""));
    const leastMs = await work(opened.page);
    await opened.page.evaluate(() => uptake.flush());
    const { activeMs } = await opened.page.evaluate(() => uptake.progress());
    expect(activeMs["conversations"]?.[1]).toBeGreaterThanOrEqual(leastMs);
    expect(new Set(await opened.page.evaluate(() => violations.map((violation) => violation.split(" ")[0])))).toEqual(
      new Set(["connect-src"]),
    );
    expect(opened.said.filter((line) => !/Content Security Policy|Fetch API cannot load/.test(line))).toEqual([]);
  });

  test.concurrent("a file that isn't the pinned one doesn't run", async (running) => {
    const opened = await open(running, nonce, (collector) =>
      pinned(byNonce)(collector, {
        "uptake.js": "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC",
      }),
    );
    await work(opened.page);
    expect(await opened.page.evaluate(() => typeof (window as { uptake?: unknown }).uptake)).toBe("undefined");
    expect(await opened.collector.stored("u_1", "conversations")).toEqual({ activeMs: 0, visits: 0 });
  });
});
