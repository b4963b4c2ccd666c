import { describe, expect, test, vi } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { startRecordingCollector } from "../support/recording-collector.ts";
import { leftovers } from "./leftovers.ts";
import {
  arrivedMs,
  askedPaths,
  BUTTON,
  closeTab,
  createStages,
  definitions,
  inline,
  PERSON,
  work,
  type Stage,
} from "./stage.ts";

declare const uptake: Tracker;

const openStage = createStages();

/** Everything that a host may call while it doesn't know whether it may. */
const busyHost = inline(`
  uptake.identify({ account: "acme", user: "u_1", token: "a.b.c" });
  uptake.track("sent"); uptake.enter("calendars"); uptake.hold("call"); uptake.subscribe(() => {}); uptake.flush();`);

/** Works in a page, hides it, and looks for traces. */
async function tracesOf(stage: Stage, html: string) {
  const page = await stage.open(html + BUTTON + busyHost);
  await work(page);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide")));
  await page.evaluate(() => uptake.flush());
  const { status, writer, activeMs, visits, actions } = await page.evaluate(() => uptake.progress());
  const { why, openMs, pendingBytes } = await page.evaluate(() => uptake.inspect());
  return {
    status,
    why,
    writer,
    activeMs,
    visits,
    actions,
    openMs,
    pendingBytes,
    asked: askedPaths(stage),
    ...(await leftovers(page)),
  };
}
const noTraces = (status: string) => ({
  status,
  why: status,
  writer: null,
  activeMs: {},
  visits: {},
  actions: {},
  openMs: 0,
  pendingBytes: 0,
  asked: [],
  localStorage: {},
  sessionStorage: {},
  cookies: "",
  databases: {},
});

describe("Nothing is measured, stored or sent", () => {
  test.concurrent("where the definitions switch every tracker off", async (running) => {
    const stage = await openStage(running);
    const off = await startRecordingCollector({ ...definitions, enabled: false });
    running.onTestFinished(() => off.close());
    const tag = stage.tag().replace(stage.collector.collectorUrl, off.collectorUrl);
    expect(await tracesOf(stage, tag)).toEqual(noTraces("disabled"));
    expect(off.arrivals.map(({ path }) => path)).toEqual(["/uptake.js"]);
  });

  test.concurrent("on a page of the host's own staff", async (running) => {
    const stage = await openStage(running);
    expect(await tracesOf(stage, stage.tag(`${PERSON} data-internal`))).toEqual(noTraces("internal"));
  });

  test.concurrent.for(["/uptake.js", "/v/0.1.0/uptake.js"])(
    "before consent, where it is required, by %s",
    async (path, running) => {
      const stage = await openStage(running);
      const tag = stage.tag(`${PERSON} data-consent="required"`, path);
      expect(await tracesOf(stage, tag)).toEqual(noTraces("consent"));
    },
  );

  test.concurrent.for([
    ["gpc", "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"],
    ["dnt", "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })"],
    ["dnt gpc", "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })"],
  ] as const)("in a browser that asks for it, on pages that respect %s", async ([respect, signal], running) => {
    const stage = await openStage(running);
    await stage.context.addInitScript(signal);
    const tag = stage.tag(`${PERSON} data-respect="${respect}"`);
    expect(await tracesOf(stage, tag)).toEqual(noTraces("denied"));
  });
});

test.concurrent("A signal that the host doesn't name changes nothing, and a person's own word goes before it", async (running) => {
  const stage = await openStage(running);
  await stage.context.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
  const page = await stage.open(stage.tag(`${PERSON} data-respect="dnt"`) + BUTTON);
  const leastMs = await work(page);
  expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
  const next = await stage.open(stage.tag('data-account="acme" data-user="u_2" data-respect="gpc"') + BUTTON);
  await next.evaluate(() => uptake.optIn());
  await work(next);
  expect(await arrivedMs(stage, next, "u_2")).toBeGreaterThanOrEqual(leastMs);
});

test.concurrent("Consent lets measuring begin, for who was named before, and later documents remember it", async (running) => {
  const stage = await openStage(running);
  const html = stage.tag(`${PERSON} data-consent="required"`) + BUTTON + inline('uptake.track("early")');
  const page = await stage.open(html);
  await work(page);
  const beforeMs = await page.evaluate(() => {
    const nowMs = performance.now();
    uptake.optIn();
    return nowMs;
  });
  const leastMs = await work(page);
  expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
  const sinceMs = (await page.evaluate(() => performance.now())) - beforeMs;
  expect(stage.collector.activeMs("conversations")).toBeLessThanOrEqual(sinceMs + 1);
  expect(stage.collector.cells()).toMatchObject([{ account: "acme", user: "u_1", visits: 1, actions: {} }]);
  await closeTab(page);
  stage.collector.forget();
  const next = await stage.open(html);
  await work(next);
  expect(await arrivedMs(stage, next)).toBeGreaterThanOrEqual(leastMs);
});

test.concurrent("Consent in one tab lets measuring begin in the others", async (running) => {
  const stage = await openStage(running);
  const html = stage.tag(`${PERSON} data-consent="required"`) + BUTTON;
  const other = await stage.open(html);
  const page = await stage.open(html);
  await page.evaluate(() => uptake.optIn());
  await vi.waitFor(async () => expect(await other.evaluate(() => uptake.progress().status)).toBe("on"), 10_000);
  const leastMs = await work(other);
  expect(await arrivedMs(stage, other)).toBeGreaterThanOrEqual(leastMs);
});
