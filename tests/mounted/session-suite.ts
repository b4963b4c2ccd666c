import { expect, test } from "vitest";
import { staysPending, type CollectReply } from "../../packages/tracker/src/protocol/index.ts";
import { cellOf, writerId } from "../support/test-collector.ts";
import { ownPage, type Subject } from "./subject.ts";
import { calendarsMs, collect, MAYA, NOOR, problemOf, type SentWriter } from "./suite.ts";

/** What a host's session decides, wherever it mounts the collector. */

const measured = (name: string, identity = MAYA): SentWriter => ({
  id: writerId(name),
  ...identity,
  cells: [cellOf("calendars", Date.now(), 7_000)],
});

async function refusalOf(response: Response): Promise<string | null> {
  const { accepted, rejected } = (await response.json()) as CollectReply;
  expect(accepted.length + rejected.length).toBe(1);
  return rejected[0]?.reason ?? null;
}

/** @param running the subject, once it runs. */
export function testHostSession(running: () => Subject): void {
  test("each sees their own record, without any token", async () => {
    const { request, proofOf } = running();
    for (const identity of [MAYA, NOOR]) {
      const { headers } = await proofOf(identity);
      const response = await request("/v1/me", { headers });
      expect(await response.json()).toMatchObject({ user: { id: identity.user }, account: { id: identity.account } });
    }
  });

  test("what was measured for somebody else waits until they are back, and is nobody else's", async () => {
    const [maya, noor] = [await running().proofOf(MAYA), await running().proofOf(NOOR)];
    const [mayaMs, noorMs] = [await calendarsMs(running(), maya), await calendarsMs(running(), noor)];
    const writer = measured("earlier-owner");
    const reason = await refusalOf(await collect(running(), noor, writer));
    expect([reason, staysPending(reason ?? "")]).toEqual(["owner_mismatch", true]);
    expect([await calendarsMs(running(), maya), await calendarsMs(running(), noor)]).toEqual([mayaMs, noorMs]);
    expect(await refusalOf(await collect(running(), maya, writer))).toBeNull();
    expect([await calendarsMs(running(), maya), await calendarsMs(running(), noor)]).toEqual([mayaMs + 7_000, noorMs]);
  });

  test("what comes when nobody is signed in, or the session has ended, waits as well", async () => {
    for (const cookie of ["", "session=ended"]) {
      const proof = { headers: { ...ownPage(running().base), cookie } };
      const reason = await refusalOf(await collect(running(), proof, measured("signed-out")));
      expect([reason, staysPending(reason ?? "")]).toEqual(["token_missing", true]);
      expect((await running().request("/v1/me", proof)).status).toBe(401);
    }
    expect(await refusalOf(await collect(running(), await running().proofOf(MAYA), measured("signed-out")))).toBeNull();
  });

  test.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["another site, in an old browser", { origin: "https://evil.example" }],
    ["a frame without an origin", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["a sister site", { origin: "https://blog.app.example", "sec-fetch-site": "same-site" }],
    ["a form that hides where it is", {}],
  ])("with the session's cookie, the wish of %s is nobody's", async (_what, from: Readonly<Record<string, string>>) => {
    const maya = await running().proofOf(MAYA);
    const beforeMs = await calendarsMs(running(), maya);
    const proof = { headers: { ...from, cookie: "session=maya" } };
    expect(await refusalOf(await collect(running(), proof, measured("forged")))).toBe("token_missing");
    expect(await calendarsMs(running(), maya)).toBe(beforeMs);
    const { status, headers } = await running().request("/v1/me", proof);
    // Without a mark it is no page: browsers give their fetches one, and no page can read what others load.
    expect(status).toBe("origin" in from ? 401 : 200);
    expect(headers.has("access-control-allow-credentials")).toBe(false);
  });

  test("an old browser's own page is known by its origin", async () => {
    const proof = { headers: { origin: new URL(running().base).origin, cookie: "session=maya" } };
    expect(await refusalOf(await collect(running(), proof, measured("old-browser")))).toBeNull();
  });

  test("a host that can't tell who is signed in loses nothing: the request is to come again", async () => {
    const maya = await running().proofOf(MAYA);
    const beforeMs = await calendarsMs(running(), maya);
    const broken = { headers: { ...ownPage(running().base), cookie: "session=broken" } };
    for (const response of [
      await collect(running(), broken, measured("broken")),
      await running().request("/v1/me", broken),
    ]) {
      expect(["access-control-allow-origin", "retry-after"].map((name) => response.headers.get(name))).toEqual([
        "*",
        "2",
      ]);
      expect(await problemOf(response)).toEqual([503, "/problems/unavailable"]);
    }
    expect(await calendarsMs(running(), maya)).toBe(beforeMs);
  });
}
