import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTestServer, nowMs, uptake } from "../test-support/test-server.ts";
import { createUptakePush } from "./push.ts";
import { readRoster, type Roster } from "./roster.ts";

const roster: Roster = { accounts: [{ id: "a", name: "A", plan: "Pro", createdAt: 1 }], users: [], assets: [] };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createPush(answer: () => Response | Promise<never>) {
  const requests: { url: string; method: string | undefined; authorization: string | null; body: unknown }[] = [];
  const lines: string[] = [];
  const push = createUptakePush({
    uptake,
    readRoster: () => roster,
    log: (line) => lines.push(line),
    fetch: async (url, init) => {
      const authorization = new Headers(init?.headers).get("authorization");
      requests.push({ url: String(url), method: init?.method, authorization, body: JSON.parse(String(init?.body)) });
      return answer();
    },
  });
  return { push, requests, lines };
}

describe("the push", () => {
  it("puts accounts, users and assets with the secret key, once for many changes", async () => {
    const { push, requests, lines } = createPush(() => new Response("{}"));
    for (let change = 0; change < 5; change++) push.schedule();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(requests.map(({ url }) => url)).toEqual(
      ["accounts", "users", "assets"].map((path) => `https://uptake.example.com/v1/${path}`),
    );
    expect(requests[0]).toMatchObject({ method: "PUT", authorization: "Bearer sk_test", body: roster.accounts });
    expect(lines).toEqual([]);
  });

  it("tries again ever more slowly while the collector is away, and says so in one line", async () => {
    const { push, requests, lines } = createPush(() => Promise.reject(new Error("connection refused")));
    push.schedule();
    await vi.advanceTimersByTimeAsync(60_000);
    // At 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s.
    expect(requests).toHaveLength(6);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("connection refused");
    push.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(requests).toHaveLength(6);
  });

  it("carries on by itself when the collector is back", async () => {
    let away = true;
    const { push, requests, lines } = createPush(() => (away ? new Response("", { status: 503 }) : new Response("{}")));
    push.schedule();
    await vi.advanceTimersByTimeAsync(1_000);
    away = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toHaveLength(4);
    expect(lines.at(-1)).toContain("has the roster again");
  });
});

describe("the roster", () => {
  it("names the demo people by their accounts", () => {
    const server = createTestServer();
    const { accounts, users } = readRoster(server.database);
    expect(accounts.map(({ id, plan }) => [id, plan])).toEqual([
      ["brightside", "Pro"],
      ["cedar-lane", "Starter"],
      ["halcyon", "Growth"],
    ]);
    expect(users.map(({ id }) => id)).toEqual(["u_maya", "u_ben", "u_priya", "u_tom", "u_elena", "u_sam"]);
    expect(users[1]).toMatchObject({ name: "Ben Okafor", role: "Front desk", accounts: ["brightside"] });
    server.database.close();
  });

  it("gives assets of every type ids that are unique over accounts, and times and runs as whole numbers", () => {
    const server = createTestServer();
    const { assets } = readRoster(server.database);
    expect(new Set(assets.map(({ type }) => type))).toEqual(
      new Set(["workflow", "calendar", "phone_number", "pipeline", "site"]),
    );
    expect(new Set(assets.map(({ id }) => id)).size).toBe(assets.length);
    for (const asset of assets) {
      expect(asset.id).toMatch(new RegExp(`^${asset.account}:(wf|cal|tel|pipe|site)_\\d+$`));
      expect([asset.createdAt, asset.runs].every(Number.isSafeInteger)).toBe(true);
      expect(asset.createdAt).toBeLessThan(nowMs);
    }
    expect(assets.find(({ name }) => name === "Orthodontics")).toMatchObject({
      configured: false,
      runs: 0,
      lastRunAt: null,
    });
    server.database.close();
  });

  it("follows a workflow from its creation to its end", async () => {
    const server = createTestServer();
    const asMaya = await server.signIn("maya@brightsidedental.example");
    const body = { name: "Birthday wishes", startsWhen: "Contact created", steps: [{ kind: "Wait", text: "1 year" }] };
    const { id } = (await (await asMaya("/api/workflows", "POST", body)).json()) as { id: number };
    const asset = () => readRoster(server.database).assets.find((row) => row.id === `brightside:wf_${id}`);
    expect(asset()).toMatchObject({
      type: "workflow",
      name: "Birthday wishes",
      createdAt: nowMs,
      configured: false,
      runs: 0,
    });
    expect((await asMaya(`/api/workflows/${id}/run`, "POST")).status).toBe(409);
    await asMaya(`/api/workflows/${id}/switch`, "POST", { on: 1 });
    await asMaya(`/api/workflows/${id}/run`, "POST");
    expect(asset()).toMatchObject({ configured: true, runs: 1, lastRunAt: nowMs, deletedAt: null });
    await asMaya(`/api/workflows/${id}`, "DELETE");
    expect(asset()).toMatchObject({ configured: false, runs: 1, deletedAt: nowMs });
    server.database.close();
  });
});
