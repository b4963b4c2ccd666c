import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import { REPORT_DOORS, type ReportName } from "../reports/report-doors.ts";
import { removeStage } from "./changes/remove-stage.ts";
import type { QueryParameter } from "./openapi/operations/operation.ts";
import { OPERATIONS } from "./openapi/operations.ts";
import { askDoor, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

/** What an operation declares is what its door reads: a table for both, and this test that it is true. */

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

/** Parts of paths, and what doors can't be asked without. */
const PATHS: Readonly<Partial<Record<ReportName, string>>> = {
  account: "acme",
  accountFeatures: "acme",
  accountModules: "acme",
  moduleAccounts: "planning",
  nearlyThere: "planning",
  segmentMembers: "big",
  user: "uma",
};
const NEEDED: Readonly<Partial<Record<ReportName, string>>> = {
  comparison: "module=planning&from=2026-11-01&to=2026-11-18",
  explanation: "number=activeMs",
  funnel: "feature=calendars",
  history: "number=activeMs",
  sparklines: "accounts=acme",
  trend: "number=activeMs",
};
const REPORTS = Object.entries(REPORT_DOORS) as readonly (readonly [ReportName, (typeof REPORT_DOORS)[ReportName]])[];

/** Remembers what it was asked for. */
class ReadParameters extends URLSearchParams {
  readonly names = new Set<string>();
  override get(name: string): string | null {
    this.names.add(name);
    return super.get(name);
  }
  override getAll(name: string): string[] {
    this.names.add(name);
    return super.getAll(name);
  }
  override has(name: string): boolean {
    this.names.add(name);
    return super.has(name);
  }
}

const declaredBy = (operation: string): readonly string[] =>
  (OPERATIONS[operation]?.query ?? []).map(({ name }) => name).toSorted();

/** Values that can't be meant, by what the declaration says that a parameter is. */
function badValues({ schema }: QueryParameter): readonly string[] {
  const { enum: words, type, format } = schema as { enum?: readonly string[]; type?: string; format?: string };
  if (words !== undefined) return ["luck", words[0]?.toUpperCase() ?? ""];
  if (type === "boolean") return ["yes", "TRUE", "1"];
  if (type === "integer") return ["abc", "-1", "1.5", "1e2", "99999999999999999999"];
  return format === "date" ? ["yesterday", "2026-02-30", "2026-2-3", "0001-01-01", "9999-12-31"] : [];
}

describe("every report", () => {
  test.each(REPORTS)("of %s refuses what can't be meant, by name", async (name, { path }) => {
    const address = path.replace(":id", PATHS[name] ?? "");
    const refused = async (parameter: string, values: readonly string[]): Promise<void> => {
      const asked = new URLSearchParams(NEEDED[name] ?? "");
      asked.delete(parameter);
      for (const value of values) asked.append(parameter, value);
      const [status, detail] = await readProblem(system, `${address}?${asked}`);
      const shown = values.find((value) => detail.startsWith(`${parameter} is "${value}"`));
      expect([parameter, values, status, detail, shown]).toEqual([
        parameter,
        values,
        400,
        expect.stringContaining(". Allowed: "),
        expect.any(String),
      ]);
    };
    for (const parameter of OPERATIONS[`GET ${path}`]?.query ?? []) {
      if (parameter.mayBeEmpty !== true) await refused(parameter.name, [""]);
      for (const value of badValues(parameter)) await refused(parameter.name, [value]);
      if (parameter.repeats !== true) await refused(parameter.name, ["one", "one"]);
    }
    if (OPERATIONS[`GET ${path}`]?.query?.some((parameter) => parameter.name === "limit"))
      await refused("limit", ["0"]);
  });

  test.each(REPORTS)(
    "of %s refuses days that are none, a half of them, and days beside a period",
    async (name, { path }) => {
      const declared = declaredBy(`GET ${path}`);
      if (!declared.includes("period") || !declared.includes("from")) return;
      const address = path.replace(":id", PATHS[name] ?? "");
      for (const [query, sentence] of [
        ["from=2026-11-02&to=2026-11-01", 'to is "2026-11-01"'],
        ["from=2026-11-02", 'to is ""'],
        ["to=2026-11-02", 'from is ""'],
        ["from=2026-11-01&to=2026-11-02&period=7d", 'period is "7d"'],
      ] as const) {
        const [status, detail] = await readProblem(system, `${address}?${NEEDED[name] ?? ""}&${query}`);
        expect([query, status, detail]).toEqual([query, 400, expect.stringContaining(sentence)]);
      }
    },
  );

  test.each(REPORTS)("of %s reads all that it declares, and nothing else", async (name, { path, read }) => {
    const parameters = new ReadParameters(NEEDED[name] ?? "");
    await askDoor(system, read, { parameters, path: { id: PATHS[name] ?? "" } });
    expect([...parameters.names].toSorted()).toEqual(declaredBy(`GET ${path}`));
  });

  test.each(REPORTS)(
    "of %s refuses a parameter that it doesn't know, before it is worked out",
    async (name, { path }) => {
      const address = path.replace(":id", PATHS[name] ?? "");
      const [status, detail] = await readProblem(system, `${address}?${NEEDED[name] ?? ""}&acount=nobody`);
      expect([status, detail]).toEqual([
        400,
        expect.stringMatching(/^acount is "nobody".*Did you mean account\?.*Allowed: /),
      ]);
    },
  );
});

test("whoever is taken out of a stage is named by what its operation declares", async () => {
  const parameters = new ReadParameters("feature=calendars&account=nobody&user=nobody");
  const changer = { scope: { kind: "all" }, actor: "test", name: null } as const;
  const request = new Request("http://collector.test/v1/stages", { method: "DELETE" });
  const parts = {
    ...system.store,
    definitions: async () => ({ features: new Map([["calendars", {}]]) }),
    now: () => 0,
  };
  await expect(removeStage({ request, parameters, path: {}, changer, parts: parts as never })).rejects.toThrow(
    "Nobody has heard",
  );
  expect([...parameters.names].toSorted()).toEqual(declaredBy("DELETE /v1/stages"));
});

test.each([
  ["PUT", "/v1/accounts?dryRun=true", 'dryRun is "true", and no parameter of this address. Allowed: no parameters.'],
  ["POST", "/v1/snapshots?module=planning", "Allowed: no parameters."],
  ["DELETE", "/v1/stages?feature=calendars&acount=acme&user=uma", "Did you mean account?"],
])("%s %s is refused likewise, and does nothing", async (method, path, sentence) => {
  const response = await system.request(path, { method, bearer: system.secretKey, body: [] });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ detail: expect.stringContaining(sentence) }),
  ]);
});

test("what says nothing about a report is none of its parameters", async () => {
  for (const path of ["/v1/funnel?feature=calendars", "/v1/retention?of=user", "/v1/sparklines?accounts=acme"]) {
    expect(await readProblem(system, `${path}&period=7d`)).toEqual([
      400,
      expect.stringContaining('period is "7d", and'),
    ]);
  }
  const compared = "/v1/snapshots/compare?module=planning&from=2026-11-01&to=2026-11-18&period=7d";
  expect(await readProblem(system, compared)).toEqual([400, expect.stringContaining('period is "7d", and')]);
});

test("pages of any age go on with what their addresses have besides", async () => {
  const response = await system.request(`/v1/definitions?key=${system.publicKey}&utm_source=mail`);
  expect(response.status).toBe(200);
});
