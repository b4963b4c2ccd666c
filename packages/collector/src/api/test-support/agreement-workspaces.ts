import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { rememberReports } from "../../../../../tests/support/remember-reports.ts";
import { START_MS, startTestCollector, type TestCollector } from "../../../../../tests/support/test-collector.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import type { ExplainReply } from "../contract.ts";
import { fillStore } from "./fill-store.ts";
import { DEFINITIONS, randomWorkspace, type RandomWorkspace } from "./random-workspace.ts";

/** Made-up workspaces of which everything is asked in every way. */

const WORKSPACES = 4;

const SAID = { reason: "Not theirs", actor: "Maya", atMs: START_MS };
const SEGMENTS: NonNullable<Definitions["segments"]> = {
  admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
  busy: { name: "Busy", of: "user", when: { kind: "metric", metric: "activeMs", atLeast: 200_000 } },
  paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
};
/** Of whom nobody has heard in a workspace, nothing is said. */
export const NOT_RELEVANT = [
  { account: "acme", user: null, feature: "contacts", ...SAID },
  { account: "beta", user: "u_1", feature: "calendars", ...SAID },
  { account: "acme", user: "u_2", feature: "calendars", ...SAID },
];

export type Query = Readonly<Record<string, string>>;

/** Asks a workspace. */
export interface Asking {
  readonly workspace: RandomWorkspace;
  /** The collector that serves it, while tests run. */
  readonly system: () => TestCollector;
  get(path: string, query?: Query): Promise<Response>;
  read<Reply>(path: string, query?: Query): Promise<Reply>;
  explain(number: string, query?: Query): Promise<ExplainReply>;
}

/** Runs the same tests in each of some made-up workspaces. */
export function describeWorkspaces(tests: (asking: Asking) => void): void {
  describe.each(
    fc
      .sample(randomWorkspace, { numRuns: WORKSPACES, seed: 20_261_118 })
      .map((workspace, index) => [index, workspace] as const),
  )("in generated workspace %i", (_, workspace) => {
    let system: TestCollector;
    beforeAll(async () => {
      system = await startTestCollector({ definitions: { ...DEFINITIONS, segments: SEGMENTS } });
      // Answers are about features that are defined.
      await system.collector.ready();
      await fillStore(system.store.facts, workspace);
      for (const answer of NOT_RELEVANT) await system.store.records.answerRelevance(answer);
      system = await rememberReports(system);
    });
    afterAll(() => system.stop());

    async function get(path: string, query: Query = {}): Promise<Response> {
      const asked = new URLSearchParams(query).toString();
      const response = await system.request(asked === "" ? path : `${path}?${asked}`, { bearer: system.secretKey });
      expect([path, query, response.status]).toEqual([path, query, 200]);
      return response;
    }
    const read = async <Reply>(path: string, query: Query = {}): Promise<Reply> =>
      (await get(path, query)).json() as Promise<Reply>;
    tests({
      workspace,
      system: () => system,
      get,
      read,
      explain: (number, query = {}) => read<ExplainReply>("/v1/explain", { number, limit: "1000", ...query }),
    });
  });
}

/** The rows of a CSV file. */
export async function fileRows(response: Response): Promise<readonly Readonly<Record<string, string>>[]> {
  return parse(await response.text(), { columns: true }) as Record<string, string>[];
}
