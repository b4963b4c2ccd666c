import { describe, expect, test, vi } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { STUB } from "../../packages/tracker/src/stub.ts";
import { arrivedMs, BUTTON, createStages, inline, PERSON, work } from "./stage.ts";

declare const uptake: Tracker & { readonly q?: readonly unknown[] };

const other = 'data-account="other" data-user="u_2"';

const openStage = createStages();

describe("The script tag", () => {
  test.concurrent("pasted twice measures once, for the person of the first", async (running) => {
    const stage = await openStage(running);
    const page = await stage.open(stage.tag() + stage.tag(other) + BUTTON + stage.tag());
    const leastMs = await work(page);
    const { activeMs, writer } = await page.evaluate(() => uptake.progress());
    expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
    expect(stage.collector.cells()).toMatchObject([{ account: "acme", user: "u_1", writer, visits: 1 }]);
    expect(stage.collector.activeMs("conversations")).toBe(activeMs["conversations"]?.[1]);
  });

  test.concurrent.for(["async", "defer", "crossorigin", ""])(
    "works with the attribute '%s', in the head and at the end of the body",
    async (attribute, running) => {
      const stage = await openStage(running);
      for (const html of [
        `<head>${stage.tag(`${PERSON} ${attribute}`)}</head><body>${BUTTON}</body>`,
        `<body>${BUTTON}${stage.tag(`${PERSON} ${attribute}`)}</body>`,
      ]) {
        stage.collector.forget();
        const page = await stage.open(html);
        const leastMs = await work(page);
        expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
        await page.close();
      }
    },
  );

  test.concurrent("that is a module by mistake leaves the page and the stub alone", async (running) => {
    const stage = await openStage(running);
    const page = await stage.open(inline(STUB) + stage.tag(`${PERSON} type="module"`) + BUTTON);
    await work(page);
    await page.evaluate(() => uptake.track("sent"));
    expect(await page.evaluate(() => uptake.q)).toEqual([["track", ["sent"]]]);
    expect(stage.collector.collected()).toEqual([]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });
});

test.concurrent("A copy of the script inside the page, without a key, does nothing", async (running) => {
  const stage = await openStage(running);
  const code = await (await fetch(`${stage.collector.collectorUrl}/uptake.js?key=pk_test`)).text();
  const page = await stage.open(`<script ${PERSON}>${code}</script>${BUTTON}`);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await work(page);
  // As long as the first message takes at most.
  await page.waitForTimeout(2_500);
  expect(asked).toEqual([]);
  expect(await page.evaluate(() => typeof (window as { uptake?: unknown }).uptake)).toBe("undefined");
});

describe("The stub", () => {
  test.concurrent("pasted after the script leaves it alone", async (running) => {
    const stage = await openStage(running);
    const page = await stage.open(stage.tag() + inline(`${STUB};uptake.track("sent")`) + BUTTON);
    const leastMs = await work(page);
    expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
    expect(stage.collector.cells()).toMatchObject([{ actions: { sent: 1 } }]);
  });

  test.concurrent("that somebody has kept a reference to still counts after the script has come", async (running) => {
    const stage = await openStage(running);
    const page = await stage.open(inline(`${STUB};kept = uptake; kept.track("sent")`) + stage.tag() + BUTTON);
    await page.evaluate("kept.track('sent'); kept.track('read')");
    await page.evaluate(() => uptake.flush());
    expect(stage.collector.cells()).toMatchObject([{ actions: { sent: 2, read: 1 } }]);
  });

  test.concurrent("isn't needed", async (running) => {
    const stage = await openStage(running);
    const page = await stage.open(stage.tag("") + BUTTON + inline('uptake.identify({ account: "acme", user: "u_1" })'));
    const leastMs = await work(page);
    expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
  });

  test.concurrent("takes every call that a page may make before it knows more, and gives holds and subscriptions their end", async (running) => {
    const stage = await openStage(running);
    const calls = `uptake.optOut(); uptake.optIn(); uptake.identify({ account: "acme", user: "u_9" }); uptake.reset();
      uptake.identify({ account: "acme", user: "u_1" }); uptake.enter("calendars"); uptake.track("sent"); uptake.leave();
      release = uptake.hold("call"); uptake.hold("over before it began")(); heard = 0;
      unsubscribe = uptake.subscribe(() => { heard += 1; }); uptake.subscribe(() => { heard = NaN; })();`;
    const page = await stage.open(inline(`${STUB};${calls}`) + stage.tag("") + BUTTON);
    await work(page);
    expect(await page.evaluate(() => uptake.inspect())).toMatchObject({ status: "on", passive: true });
    await page.evaluate("release()");
    await work(page);
    await vi.waitFor(async () => expect(await page.evaluate<number>("heard")).toBeGreaterThan(0), 10_000);
    expect(await page.evaluate("{ unsubscribe(); heard = 0; }")).toBe(0);
    await work(page);
    expect(await page.evaluate("new Promise(requestAnimationFrame).then(() => heard)")).toBe(0);
    await page.evaluate(() => uptake.flush());
    expect(await page.evaluate(() => uptake.inspect())).toMatchObject({ passive: false });
    expect(stage.collector.cells().find(({ feature }) => feature === "calendars")).toMatchObject({
      user: "u_1",
      actions: { sent: 1 },
    });
  });

  test.concurrent("whose calls are nonsense harms neither those that aren't nor the page", async (running) => {
    const stage = await openStage(running);
    const calls = `uptake.identify(null); uptake.track(Symbol("s")); uptake.q.push(null, 7, ["nothing", []], ["track"]);
      uptake.identify({ account: "acme", user: "u_1" }); uptake.track("sent")`;
    const page = await stage.open(inline(`${STUB};${calls}`) + stage.tag("") + BUTTON);
    await page.evaluate(() => uptake.flush());
    expect(stage.collector.cells()).toMatchObject([{ user: "u_1", actions: { sent: 1 } }]);
  });

  test.concurrent("keeps the page working, and no more than a thousand calls, when the script never comes", async (running) => {
    const stage = await openStage(running);
    stage.expectError(/ERR_BLOCKED_BY_CLIENT/);
    await stage.context.route("**/uptake.js*", (route) => route.abort("blockedbyclient"));
    const page = await stage.open(inline(STUB) + stage.tag() + BUTTON);
    await page.evaluate(() => {
      uptake.identify({ account: "acme", user: "u_1" });
      uptake.track("sent");
      uptake.reset();
    });
    await work(page);
    const length = await page.evaluate(() => {
      for (let count = 0; count < 5_000; count += 1) uptake.track("sent");
      return uptake.q?.length;
    });
    expect(length).toBe(1_000);
    expect(await page.evaluate("clicks")).toBe(3);
    expect(stage.collector.arrivals).toEqual([]);
  });
});
