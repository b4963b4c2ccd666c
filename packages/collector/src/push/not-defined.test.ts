import { describe, expect, test } from "vitest";
import { START_MS, startTestCollector } from "../../../../tests/support/test-collector.ts";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { createNotDefined } from "./not-defined.ts";

const DEFINITIONS: Definitions = {
  features: {},
  modules: { analytics: { name: "Analytics" }, crm: { name: "CRM" } },
  actions: { paid: { name: "Paid", source: "server" } },
};
const definitions = compileDefinitions(DEFINITIONS, 1);

describe("what lines name and the definitions don't have", () => {
  test("is told once each, with its first line and how many there are, over all pieces", () => {
    const ids = createNotDefined("seats", definitions);
    const seats = (line: number, module: string) => ({ line, row: { account: "acme", module } });
    ids.note([seats(1, "crm"), seats(2, "analytic"), seats(4, "other")]);
    ids.note([seats(9, "analytic")]);
    expect(ids.told()).toEqual([
      { field: "module", id: "analytic", line: 2, lines: 2 },
      { field: "module", id: "other", line: 4, lines: 1 },
    ]);
    expect(ids.told().map(ids.sentence)).toEqual([
      'The definitions have no module "analytic" (line 2 and 1 more); it is kept until they do. Do you mean analytics?',
      'The definitions have no module "other" (line 4); it is kept until they do.',
    ]);
  });

  test("is features and actions of told use, but no links and no time without a feature", () => {
    const ids = createNotDefined(
      "usage",
      compileDefinitions({ ...DEFINITIONS, features: { calendars: { name: "C" } } }, 1),
    );
    const use = (line: number, feature: string, actions: object = {}) => ({ line, row: { feature, actions } });
    ids.note([use(1, "calendars", { paid: 1 }), use(2, "calendar", { paid: 1, payd: 2 }), use(3, "link:help")]);
    ids.note([use(5, "_other"), use(6, "calendar")]);
    expect(ids.told().map(ids.sentence)).toEqual([
      'The definitions have no feature "calendar" (line 2 and 1 more); it is kept until they do. Do you mean calendars?',
      'The definitions have no action "payd" (line 2); it is kept until they do. Do you mean paid?',
    ]);
  });

  test("is cut after twenty", () => {
    const ids = createNotDefined("actions", definitions);
    ids.note(Array.from({ length: 30 }, (_, line) => ({ line, row: { action: `a${line}` } })));
    expect(ids.told()).toHaveLength(20);
  });

  test("is nothing where none of its sort are defined, or the lines name nothing of the definitions", () => {
    for (const kind of ["assets", "users"] as const) {
      const ids = createNotDefined(kind, definitions);
      ids.note([{ line: 1, row: { id: "x", type: "flow" } }]);
      expect(ids.told()).toEqual([]);
    }
  });
});

test("a push takes it, and says so", async () => {
  const system = await startTestCollector({ definitions: DEFINITIONS });
  try {
    const put = async (path: string, body: unknown): Promise<unknown> =>
      (await system.request(path, { method: "PUT", bearer: system.secretKey, body })).json();
    const seats = [
      { account: "acme", module: "crm", licensed: 1 },
      { account: "acme", module: "crn", licensed: 2 },
    ];
    expect(await put("/v1/seats", seats)).toEqual({
      accepted: 2,
      rejected: [],
      notDefined: [{ field: "module", id: "crn", line: 2, lines: 1 }],
    });
    // What was refused isn't kept.
    const actions = [{ account: "acme", action: "payd", at: START_MS, count: -1 }];
    expect(await put("/v1/actions", actions)).not.toHaveProperty("notDefined");
  } finally {
    await system.stop();
  }
});
