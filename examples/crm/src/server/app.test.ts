import { decodeJwt, jwtVerify } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Appointment, Calendar } from "./areas/calendars.ts";
import type { PhoneOverview } from "./areas/phone.ts";
import { createTestServer, nowMs, post, type TestServer, uptake } from "./test-support/test-server.ts";

const maya = "maya@brightsidedental.example";
const priya = "priya@cedarlane.example";

let server: TestServer;
beforeEach(() => {
  server = createTestServer();
});
afterEach(() => server.database.close());

describe("signing in", () => {
  it("gives a session cookie that scripts can't read, and signing out ends the session", async () => {
    const reply = await server.request(
      "/api/session",
      post({ email: "MAYA@brightsidedental.example ", password: "fieldnote" }),
    );
    expect(reply.status).toBe(200);
    expect(reply.headers.get("set-cookie")).toMatch(/^fieldnote_session=[\w-]{32}; .*HttpOnly; SameSite=Lax/);

    const asMaya = await server.signIn(maya);
    expect((await asMaya("/api/contacts")).status).toBe(200);
    expect((await asMaya("/api/session", "DELETE")).status).toBe(204);
    expect((await asMaya("/api/contacts")).status).toBe(401);
  });

  it("refuses a wrong password and an unknown e-mail with the same words", async () => {
    const wrong = await server.request("/api/session", post({ email: maya, password: "Fieldnote" }));
    const unknown = await server.request("/api/session", post({ email: "nobody@example.com", password: "fieldnote" }));
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
  });

  it("leads the signed-out to the sign-in page and the signed-in away from it", async () => {
    const asMaya = await server.signIn(maya);
    expect((await server.request("/calendars")).headers.get("location")).toBe("/sign-in");
    expect((await asMaya("/sign-in")).headers.get("location")).toBe("/conversations");
    expect((await asMaya("/")).headers.get("location")).toBe("/conversations");
  });

  it("takes JSON only, so that a form on another site can't act for the person", async () => {
    const form = new URLSearchParams({ email: maya, password: "fieldnote" });
    expect((await server.request("/api/session", { method: "POST", body: form })).status).toBe(415);
  });
});

describe("accounts", () => {
  it("never see each other's records", async () => {
    const asMaya = await server.signIn(maya);
    const asPriya = await server.signIn(priya);
    const paths = ["conversations", "contacts", "payments", "sites", "workflows"];
    const [link] = (await (await asMaya("/api/menu-links")).json()) as { id: number }[];
    expect((await asPriya(`/api/menu-links/${link?.id}`, "DELETE")).status).toBe(404);
    const { calls } = (await (await asMaya("/api/phone")).json()) as PhoneOverview;
    const recording = `/api/phone/calls/${calls.find(({ outcome }) => outcome === "Answered")?.id}/recording.wav`;
    expect([(await asMaya(recording)).status, (await asPriya(recording)).status]).toEqual([200, 404]);
    for (const path of paths) {
      const [own] = (await (await asMaya(`/api/${path}`)).json()) as { id: number }[];
      const others = (await (await asPriya(`/api/${path}`)).json()) as { id: number }[];
      expect({
        path,
        own: (await asMaya(`/api/${path}/${own?.id}`)).status,
        others: (await asPriya(`/api/${path}/${own?.id}`)).status,
        listed: others.some(({ id }) => id === own?.id),
      }).toEqual({ path, own: 200, others: 404, listed: false });
    }
  });

  it("can't change each other's records", async () => {
    const asMaya = await server.signIn(maya);
    const asPriya = await server.signIn(priya);
    const id = async (path: string) => ((await (await asMaya(path)).json()) as { id: number }[])[0]?.id;
    const board = (await (await asMaya("/api/opportunities")).json()) as {
      opportunities: { id: number; stage: string }[];
    };
    const attempts: [string, string, unknown?][] = [
      [`/api/conversations/${await id("/api/conversations")}/messages`, "POST", { text: "Hello" }],
      [`/api/contacts/${await id("/api/contacts")}/notes`, "POST", { text: "Hello" }],
      [`/api/workflows/${await id("/api/workflows")}/switch`, "POST", { on: 0 }],
      [`/api/workflows/${await id("/api/workflows")}`, "DELETE"],
      [`/api/opportunities/${board.opportunities[0]?.id}/move`, "POST", { stage: "Accepted" }],
      [`/api/payments/${await id("/api/payments")}/send`, "POST"],
      [`/api/sites/${await id("/api/sites")}/publish`, "POST"],
      [`/api/calendars/appointments/${await id("/api/calendars/appointments")}/cancel`, "POST"],
    ];
    for (const [path, method, body] of attempts)
      expect({ path, status: (await asPriya(path, method, body)).status }).toEqual({ path, status: 404 });
  });
});

describe("a signed-in page", () => {
  it("carries the stub under the policy's nonce, and the tracker's tag with who it is", async () => {
    const asMaya = await server.signIn(maya);
    const reply = await asMaya("/calendars");
    const policy = reply.headers.get("content-security-policy") ?? "";
    const html = (await reply.text()).replace(/\s+/g, " ");
    const nonce = /<script nonce="([^"]+)">\s*window\.uptake\|\|/.exec(html)?.[1];
    expect(nonce).toBeTruthy();
    expect(policy).toContain(`script-src 'self' https://uptake.example.com 'nonce-${nonce}';`);
    expect(policy).toContain("connect-src 'self' https://uptake.example.com;");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(html).toContain(
      '<script async src="https://uptake.example.com/uptake.js?key=pk_test" data-account="brightside" data-user="u_maya"',
    );
    expect(html).toContain(`<script async src="https://uptake.example.com/uptake-widget.js"></script>`);
    expect(html).not.toContain("sk_test");
  });

  it("signs a write token for twelve hours with audience uptake-write", async () => {
    const html = await (await (await server.signIn(maya))("/calendars")).text();
    const token = /data-token="([^"]+)"/.exec(html)?.[1] ?? "";
    const verified = await verify(token, "uptake-write");
    expect(verified.protectedHeader.alg).toBe("HS256");
    expect(verified.payload).toEqual({
      sub: "u_maya",
      account: "brightside",
      aud: "uptake-write",
      iat: nowMs / 1000,
      exp: nowMs / 1000 + 12 * 3600,
    });
  });

  it("gets a read token with the person's role from the API", async () => {
    const tokenOf = async (email: string) =>
      (await (await (await server.signIn(email))("/api/uptake-token")).json()) as { server: string; token: string };
    const { server: address, token } = await tokenOf(maya);
    expect(address).toBe(uptake.server);
    expect((await verify(token, "uptake")).payload).toMatchObject({
      sub: "u_maya",
      account: "brightside",
      role: "admin",
    });
    expect(decodeJwt((await tokenOf(priya)).token)).toMatchObject({
      sub: "u_priya",
      account: "cedar-lane",
      role: "member",
    });
    expect((await server.request("/api/uptake-token")).status).toBe(401);
  });

  it("gets another write token for as long as it stays open", async () => {
    const reply = await (await server.signIn(maya))("/api/uptake-write-token");
    const { token } = (await reply.json()) as { token: string };
    expect((await verify(token, "uptake-write")).payload).toMatchObject({ sub: "u_maya", account: "brightside" });
    expect((await server.request("/api/uptake-write-token")).status).toBe(401);
  });

  it("has the stub alone while Uptake is off, so that track() still works", async () => {
    const off = createTestServer({ uptake: null });
    const asMaya = await off.signIn(maya);
    const html = await (await asMaya("/calendars")).text();
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(await (await asMaya("/api/uptake-token")).json()).toBeNull();
    off.database.close();
  });
});

describe("calendars", () => {
  it("take no second booking at the same time, and none before they are set up", async () => {
    const asMaya = await server.signIn(maya);
    const calendars = (await (await asMaya("/api/calendars")).json()) as Calendar[];
    const [contact] = (await (await asMaya("/api/contacts")).json()) as { id: number }[];
    const startsAt = nowMs + 90 * 86_400_000;
    const book = (calendar: Calendar | undefined) =>
      asMaya("/api/calendars/appointments", "POST", {
        calendar: calendar?.id,
        contact: contact?.id,
        title: "Check-up",
        startsAt,
      });
    expect((await book(calendars[0])).status).toBe(201);
    expect((await book(calendars[0])).status).toBe(409);
    const refused = await book(calendars.find(({ configured }) => !configured));
    expect(await refused.json()).toEqual({ error: "Orthodontics has no opening hours yet. Set them in its settings." });
  });

  it("complete an appointment once", async () => {
    const asMaya = await server.signIn(maya);
    const all = (await (await asMaya("/api/calendars/appointments")).json()) as Appointment[];
    const path = `/api/calendars/appointments/${all.find(({ status }) => status === "booked")?.id}/complete`;
    expect((await asMaya(path, "POST")).status).toBe(204);
    expect((await asMaya(path, "POST")).status).toBe(404);
  });
});

describe("links in the menu", () => {
  it("lead to pages that may stand in this app's frames, under a policy of their own", async () => {
    const reply = await server.request("/embedded/help-centre");
    const policy = reply.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain("unsafe");
    expect(await reply.text()).toContain('parent.postMessage("uptake", "*")');
    expect(await (await server.request("/embedded/front-desk")).text()).not.toContain("<script");
    expect((await server.request("/embedded/constructor")).status).toBe(404);
  });

  it.each(["http://example.com", "javascript:alert(1)", "/embedded/help-centre", "example.com"])(
    "don't take %s for an address",
    async (address) => {
      const asMaya = await server.signIn(maya);
      expect((await asMaya("/api/menu-links", "POST", { name: "Portal", address })).status).toBe(400);
    },
  );
});

it("says what has changed only after a request that may have changed something", async () => {
  const asMaya = await server.signIn(maya);
  await asMaya("/api/contacts");
  expect(server.changes()).toBe(0);
  expect((await asMaya("/api/contacts", "POST", { name: "", status: "Lead" })).status).toBe(400);
  expect(server.changes()).toBe(0);
  await asMaya("/api/contacts", "POST", { name: "Ada Byron", status: "Lead" });
  expect(server.changes()).toBe(1);
});

it("exports a report whose rows are the weeks on screen", async () => {
  const asMaya = await server.signIn(maya);
  const { weeks } = (await (await asMaya("/api/reports")).json()) as { weeks: { bookings: number }[] };
  const lines = (await (await asMaya("/api/reports/export.csv")).text()).trim().split("\r\n");
  expect(lines[0]).toBe("week,bookings,completed,revenue,messages,calls");
  expect(lines.slice(1).map((line) => Number(line.split(",")[1]))).toEqual(weeks.map(({ bookings }) => bookings));
});

function verify(token: string, audience: string) {
  const key = new TextEncoder().encode(uptake.jwtSecret);
  return jwtVerify(token, key, { audience, currentDate: new Date(nowMs) });
}
