import { expect, test, vi } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { leftovers } from "./leftovers.ts";
import { createSecrets, live, secretPage } from "./secret-page.ts";
import { BUTTON, closeTab, createStages, work } from "./stage.ts";
import { wiretap } from "./wiretap.ts";

declare const uptake: Tracker;

const openStage = createStages();

/** All the text of a JSON value: its keys and its strings. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* textsIn(inner);
  }
}

/** Every word that a message of these pages may hold, beside numbers and random ids. */
const WORDS = new Set(
  `v sdk sentAt writers id seq account user token cells feature name slot activeMs visits actions vitals lcpMs inpMs cls1000
  acme u_1 u_2 conversations _other link:help email.sent form.sent`.split(/\s+/),
).add("Help centre");
/** And what the browser's storage may hold beside that. */
const KEPT_WORDS = new Set([...WORDS, ..."key pk_test uptake uptake-pk_test at isMoved Help centre".split(" ")]);

/** Words in all that was sent or kept. Keys of cells and of storage are made of several. */
function wordsOf(text: string): readonly string[] {
  if (!text.startsWith("{")) return text.split(/[: ]/);
  const words: string[] = [];
  for (const found of textsIn(JSON.parse(text))) words.push(...(WORDS.has(found) ? [found] : found.split(" ")));
  return words;
}
const isUnknown = (word: string) =>
  !KEPT_WORDS.has(word) && !/^[\w-]{22}$/.test(word) && !/^\d+(\.\d+\.\d+)?$/.test(word) && word !== "";

test("Of a long journey nothing leaves or stays but keys, counters, and the ids that the host chose", async (running) => {
  const { secret, made } = createSecrets();
  const userAgent = `Agent/${secret()}`;
  const stage = await openStage(running, { userAgent, locale: "de-CH", timezoneId: "Asia/Kathmandu" });
  const { collector } = stage;
  stage.expectError(/ERR_EMPTY_RESPONSE|ERR_CONNECTION/);
  const { origin, wire } = await wiretap(running, collector.collectorUrl);
  const tag = `<script src="${origin}/uptake.js?key=pk_test" data-account="acme" data-user="u_1" data-vitals></script>`;
  collector.serve(() => secretPage(secret, tag));
  const page = await stage.context.newPage();
  await page.goto(`${collector.hostUrl}/conversations/${secret()}?session=${secret()}#${secret()}`, {
    referer: `https://search.test/?q=${secret()}`,
  });
  await live(page, secret);
  await page.locator("#next").click();
  await live(page, secret);
  await page.reload();
  await live(page, secret);
  await page.evaluate(() => uptake.identify({ account: "acme", user: "u_2" }));
  await live(page, secret);

  // What can't be sent stays in the browser.
  collector.answerWith(() => "hang");
  await page.getByRole("button").first().click();
  const tails = await page.evaluate(() => {
    uptake.track("email.sent", { count: 3 });
    window.dispatchEvent(new PageTransitionEvent("pagehide"));
    return Object.entries({ ...localStorage }).filter(([name]) => name.startsWith("uptake"));
  });
  expect(tails.flat().join()).toContain("email.sent");
  await vi.waitFor(
    async () => expect((await leftovers(page)).databases["uptake-pk_test"]?.["writers"]).toHaveLength(1),
    10_000,
  );
  const { databases, localStorage } = await leftovers(page);
  const records = Object.values(databases).flatMap((stores) => Object.values(stores).flat());
  const kept = [...tails.flat(), ...Object.keys(databases), ...records];
  for (const [name, value] of Object.entries(localStorage)) if (name.startsWith("uptake")) kept.push(name, value);
  collector.answerWith(() => null);
  await closeTab(page);
  const next = await stage.context.newPage();
  await next.goto(`${collector.hostUrl}/${secret()}`);
  await live(next, secret);
  await closeTab(next);

  // So much was there to be told, and this much was told.
  expect(made.length).toBeGreaterThan(200);
  expect(wire.filter(({ method }) => method === "POST").length).toBeGreaterThan(5);
  expect(collector.cells().flatMap(({ actions }) => Object.keys(actions ?? {}))).toContain("form.sent");
  const told = wire.map(({ method, url, headers, body }) => {
    // The browser's own, which no script can leave out.
    const { "user-agent": _agent, ...others } = headers;
    return JSON.stringify([method, url, others, body]);
  });
  expect(made.filter((text) => [...told, ...kept].some((line) => line.includes(text)))).toEqual([]);
  for (const { url, headers, body } of wire) {
    expect(url).toMatch(/^\/(uptake(-vitals)?\.js|v1\/collect)(\?key=pk_test)?$/);
    expect(headers["cookie"]).toBe(undefined);
    expect([undefined, `${collector.hostUrl}/`, `${origin}/uptake.js?key=pk_test`]).toContain(headers["referer"]);
    expect(
      wordsOf(body)
        .filter((word) => !WORDS.has(word))
        .filter(isUnknown),
    ).toEqual([]);
  }
  expect(kept.flatMap(wordsOf).filter(isUnknown)).toEqual([]);
});

test.concurrent.for(["unsafe-url", "no-referrer-when-downgrade", "origin-when-cross-origin"])(
  "No address travels as a referrer either, where the host's policy is %s",
  async (policy, running) => {
    const stage = await openStage(running);
    const { origin, wire } = await wiretap(running, stage.collector.collectorUrl);
    const tag = `<script src="${origin}/v/0.1.0/uptake.js?key=pk_test" data-account="acme" data-user="u_1" data-vitals data-debug></script>`;
    const page = await stage.open(tag + BUTTON, "/plain");
    stage.collector.serve(() => `<meta name="referrer" content="${policy}">${tag}${BUTTON}`);
    await page.goto(`${stage.collector.hostUrl}/conversations/secret?secret=secret`);
    await work(page);
    await page.evaluate(() => uptake.flush());
    await closeTab(page);
    const asked = wire.filter(({ url }) => url.startsWith("/v1/"));
    expect(new Set(asked.map(({ url }) => url.split("?")[0]))).toEqual(new Set(["/v1/definitions", "/v1/collect"]));
    expect(asked.filter(({ headers }) => JSON.stringify(headers).includes("secret"))).toEqual([]);
  },
);
