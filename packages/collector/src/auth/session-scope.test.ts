import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { SessionIdentity } from "../store/records.ts";
import { hashSecret } from "./secrets.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { calendars: { name: "Calendars" } } } });
  await system.store.facts.putAccounts([
    { id: "hers", assignments: { onboarding: "Ada" } },
    { id: "his", assignments: { csm: "Ben" } },
    { id: "shared", assignments: { csm: "Ben", onboarding: "Ada" } },
    { id: "nobodys" },
  ]);
  const cells = [cellOf("calendars", START_MS, 60_000)];
  for (const account of ["hers", "his", "shared", "nobodys"]) {
    await system.collect({ id: writerId(account), account, user: `user_of_${account}`, cells });
  }
});
afterAll(() => system.stop());

async function signIn(role: SessionIdentity["role"]): Promise<string> {
  const token = `token-of-${role}`;
  await system.store.records.createSignInToken(hashSecret(token), { name: "Ada", role }, START_MS + 1_000);
  const response = await system.request("/v1/session", { method: "POST", body: { token } });
  return response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

test.each<[SessionIdentity["role"], readonly string[]]>([
  ["admin", ["hers", "his", "nobodys", "shared"]],
  ["viewer", ["hers", "his", "nobodys", "shared"]],
  ["csm", ["hers", "nobodys", "shared"]],
])("a %s sees the accounts %j, and their people, sums and files", async (role, accounts) => {
  const headers = { cookie: await signIn(role) };
  const ask = (path: string): Promise<Response> => system.request(path, { headers });
  const listed = (await (await ask("/v1/accounts?sort=name")).json()) as { rows: { account: string }[] };
  expect(listed.rows.map(({ account }) => account)).toEqual(accounts);
  const file = await (await ask("/v1/accounts?sort=name&format=csv&columns=account")).text();
  expect(file.trimEnd().split("\n")).toEqual(["account", ...accounts]);
  const people = (await (await ask("/v1/users")).json()) as { total: number };
  const whole = (await (await ask("/v1/explain?number=activeMs")).json()) as { value: number };
  expect([people.total, whole.value]).toEqual([accounts.length, 60_000 * accounts.length]);
  expect((await ask("/v1/accounts/his")).status).toBe(accounts.includes("his") ? 200 : 404);
  const mine = (await (await ask("/v1/accounts?owner=mine&sort=name")).json()) as typeof listed;
  expect(mine.rows.map(({ account }) => account)).toEqual(["hers", "shared"]);
});
