import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import { START_MS, startTestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, FeaturesReply, UsersReply } from "./contract.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

/** `?userSegment=`: only the people of segments of users. */
let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { inbox: { name: "Inbox", module: "talk" } },
      modules: { talk: { name: "Talk" } },
      segments: {
        admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
        big: { name: "Big", of: "account", when: { kind: "attribute", attribute: "plan", equals: "scale" } },
      },
    },
  });
  const { facts } = system.store;
  await facts.putAccounts([{ id: "acme" }, { id: "beta" }]);
  await facts.putUsers([
    { id: "ana", role: "admin", accounts: ["acme"] },
    { id: "ben", accounts: ["acme", "beta"] },
    { id: "loner", role: "admin" },
  ]);
  await facts.push("seats", [{ account: "acme", module: "talk", licensed: 50 }], START_MS);
});
afterAll(() => system.stop());

test("whoever belongs to no account is in it as well, and seats that could be anybody's are not", async () => {
  const { rows } = await readJson<UsersReply>(system, "/v1/users?userSegment=admins&sort=name");
  expect(rows.map(({ user }) => user)).toEqual(["ana", "loner"]);
  const valueOf = async (number: string) =>
    (await readJson<ExplainReply>(system, `/v1/explain?userSegment=admins&number=${number}`)).value;
  expect([await valueOf("contacts"), await valueOf("companies")]).toEqual([2, 1]);
  const features = await readJson<FeaturesReply>(system, "/v1/features?userSegment=admins");
  expect(features.rows[0]).toMatchObject({ adoptedUsers: 0, eligibleUsers: 1 });
});

test.each([
  ["/v1/users?userSegment=none", 'userSegment is "none". Allowed: admins.'],
  ["/v1/features?userSegment=admins&userSegment=big", 'userSegment is "big". Allowed: admins.'],
  ["/v1/modules?userSegment=admins", 'userSegment is "admins", and no parameter of this address.'],
  ...["moduleAdoptionPercent", "moduleLiveAdoptionPercent", "modulePeople", "licensedUsers"].map((number) => [
    `/v1/explain?number=${number}&userSegment=admins`,
    'userSegment is "admins". Allowed: nothing here, since licences of modules are of accounts.',
  ]),
])("%s is refused with what is allowed", async (path, detail) => {
  const [status, told] = await readProblem(system, path);
  expect([status, told.slice(0, detail.length)]).toEqual([400, detail]);
});
