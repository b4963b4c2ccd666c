import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createFakePage, fakeElement } from "../../../tests/support/fake-page.ts";
import { compileFeatures, type PublicDefinitions } from "./protocol/index.ts";
import { createTrackerIn } from "../../../tests/support/evaluate.ts";

/*
 * The golden messages that other parts test against. `UPTAKE_WRITE_EXAMPLES=1` writes what the tracker says now: look at
 * the difference, since trackers of the old kind stay in the field for years.
 */

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([
    { feature: "conversations", urls: ["/conversations"] },
    { feature: "calendars", urls: ["/calendars"] },
  ]),
};
const options = {
  key: "pk_example",
  base: "https://collector.test",
  definitions,
  identity: { account: "acme", user: "u_1" },
};

/** What the repository holds under a name. */
function example(name: string, value: unknown): unknown {
  const path = fileURLToPath(new URL(`protocol/examples/${name}.json`, import.meta.url));
  if (process.env["UPTAKE_WRITE_EXAMPLES"] === "1") writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
  return JSON.parse(readFileSync(path, "utf8"));
}

function createPage(path: string, letter: string, afterMs = 0) {
  return createFakePage({ path, letter, wallMs: Date.UTC(2026, 10, 22, 9, 0, 0) + afterMs });
}

test("first-visit.json is what a first visit of a minute sends", async () => {
  const page = createPage("/conversations", "a");
  const tracker = createTrackerIn(page, options);
  await page.wait(20_000);
  page.input();
  await page.wait(40_000);
  page.input();
  await tracker.flush();
  const body = page.requests.at(-1)?.body;
  expect(body).toEqual(example("first-visit", body));
});

test("actions.json is what actions in two features send, with a token", async () => {
  const page = createPage("/conversations", "b");
  const identity = { ...options.identity, token: "header.payload.signature" };
  const tracker = createTrackerIn(page, { ...options, identity });
  tracker.track("message.sent", { count: 3 });
  tracker.track("call.made");
  await page.wait(1_000);
  page.go("/calendars");
  tracker.track("booking.completed", { count: 2 });
  page.input();
  await tracker.flush();
  const body = page.requests.at(-1)?.body;
  expect(body).toEqual(example("actions", body));
});

test("link.json is what a custom menu link sends, with the name that the page gives it", async () => {
  const page = createPage("/conversations", "e");
  const tracker = createTrackerIn(page, options);
  await page.wait(8_000);
  page.input("pointerdown", fakeElement("link:help", null, { "data-uptake-name": "Help centre" }));
  await page.wait(12_000);
  page.input("keydown");
  await tracker.flush();
  const body = page.requests.at(-1)?.body;
  expect(body?.writers[0]?.cells).toContainEqual(
    expect.objectContaining({ feature: "link:help", name: "Help centre" }),
  );
  expect(body).toEqual(example("link", body));
});

test("two-writers.json is what a load sends that finds an earlier document's state, and reply.json confirms it", async () => {
  const earlier = createPage("/conversations", "c");
  earlier.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
  createTrackerIn(earlier, options);
  await earlier.wait(12_000);
  earlier.input();
  await earlier.wait(3_000);
  earlier.leavePage();

  const page = createPage("/calendars", "d", 20 * 60_000);
  for (const [name, value] of earlier.stored) page.stored.set(name, value);
  const tracker = createTrackerIn(page, { ...options, identity: { account: "acme", user: "u_2" } });
  await page.settle();
  let reply: unknown;
  page.answerWith((body, now) => {
    reply = { now: now + 120, accepted: body.writers.map(({ id, seq }) => ({ id, seq })), rejected: [] };
    return Response.json(reply);
  });
  await tracker.flush();
  const body = page.requests.at(-1)?.body;
  expect(body).toEqual(example("two-writers", body));
  expect(reply).toEqual(example("reply", reply));
  await page.wait(60_000);
  expect(page.requests).toHaveLength(1);
  expect(page.stored.size).toBe(0);
});
