import type { MeReply } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rememberReports } from "../../../../tests/support/remember-reports.ts";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { keepWorkspace, type KeptWorkspace } from "../kept/test-support/keep-workspace.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { LIVING_STATES } from "../domain/adoption/living-state.ts";
import { rhythmOf } from "../domain/adoption/use-rhythm.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { median } from "../domain/usage/median.ts";
import type { AttentionReply, ExplainReply, StageMatrixReply, StagesReply, UserReply } from "./contract.ts";
import { readStages } from "./stages.ts";
import {
  FEATURE_IDS,
  LIVING_ACCOUNTS,
  LIVING_FEATURES,
  LIVING_USERS,
  livingWorkspace,
  naiveIsQuiet,
  naiveLife,
  startLivingWorkspace,
  type UsedDay,
} from "./test-support/living-workspace.ts";
import { TODAY } from "./test-support/random-workspace.ts";

/** How uses live on is the same at every door, from what is kept too, whatever order they came in: as it is by all their days. */

const WORKSPACES = 5;
const NUMBERS = {
  active: "activeAdopters",
  recovered: "recoveredAdopters",
  cooling: "coolingAdopters",
  lapsed: "lapsedMembers",
} as const;
const MEMBERS = LIVING_ACCOUNTS.flatMap((account) => LIVING_USERS.map((user) => ({ account, user })));
const CELLS = MEMBERS.flatMap((member) => FEATURE_IDS.map((feature) => ({ ...member, feature })));
const workspaces = fc.sample(livingWorkspace, { numRuns: WORKSPACES, seed: 20_261_130 });

test("every state is in one of them, and a quiet lapse", () => {
  const lives = workspaces.flatMap((uses) => CELLS.flatMap((cell) => naiveLife(uses, cell) ?? []));
  expect(new Set(lives.flatMap(({ adopted, living }) => (adopted ? [living] : [])))).toEqual(new Set(LIVING_STATES));
  expect(workspaces.some((uses) => CELLS.some((cell) => naiveIsQuiet(uses, cell)))).toBe(true);
});

const inOrder = workspaces.flatMap((uses, index) => [
  [`${index}, as it was made`, uses] as const,
  [`${index}, backwards`, uses.toReversed()] as const,
]);
describe.each(inOrder)("workspace %s", (_, uses: readonly UsedDay[]) => {
  let system: TestCollector;
  let kept: KeptWorkspace;
  beforeAll(async () => {
    system = await startLivingWorkspace(uses);
    kept = await keepWorkspace(system.store.path, () => START_MS);
    system = await rememberReports(system);
  });
  afterAll(async () => {
    kept.close();
    await system.stop();
  });

  async function read<Reply>(path: string): Promise<Reply> {
    const response = await system.request(path, { bearer: system.secretKey });
    expect([path, response.status]).toEqual([path, 200]);
    return response.json() as Promise<Reply>;
  }
  const idOf = ({ account, user, feature }: (typeof CELLS)[number]): string => `${account} ${user} ${feature}`;
  const adoptedIn = (living: string, feature?: string): readonly string[] =>
    CELLS.filter((cell) => {
      const life = naiveLife(uses, cell);
      return life?.adopted === true && life.living === living && (feature ?? cell.feature) === cell.feature;
    })
      .map(idOf)
      .toSorted();

  test.each([0, 10, 45])("the list of stages, as of %i days ago", async (daysAgo) => {
    const today = TODAY - daysAgo;
    const { rows } = await read<StagesReply>(`/v1/stages?limit=1000&asOf=${isoDate(today)}`);
    const expected = CELLS.flatMap((cell) => {
      const life = naiveLife(uses, cell, today);
      return life === null ? [] : [{ cell: idOf(cell), ...life }];
    });
    expect(
      rows
        .map((row) => ({
          cell: [row.account, row.user, row.feature].join(" "),
          stage: row.stage,
          living: row.living,
          lastActiveDay: row.lastActiveDay,
          lapsesOn: row.lapsesOn,
        }))
        .toSorted((one, other) => (one.cell < other.cell ? -1 : 1)),
    ).toEqual(
      expected
        .map(({ cell, adopted, living, lastDay, lapsesDay }) => ({
          cell,
          stage: adopted ? "adopted" : "tried",
          living,
          lastActiveDay: isoDate(lastDay),
          lapsesOn: isoDate(lapsesDay),
        }))
        .toSorted((one, other) => (one.cell < other.cell ? -1 : 1)),
    );
  });

  test("its counts and their explanations, which say by which rhythm", async () => {
    const { features } = await read<StagesReply>("/v1/stages");
    for (const { feature, livingDays, ...counts } of features) {
      const { activeDays, coolingDays } = LIVING_FEATURES[feature as keyof typeof LIVING_FEATURES];
      const rhythmDays = feature === "reports" ? 30 : null;
      expect(livingDays).toEqual({ rhythmDays, activeDays, coolingDays });
      for (const state of LIVING_STATES) {
        const own = adoptedIn(state, feature);
        expect({ feature, state, count: counts[state] }).toEqual({ feature, state, count: own.length });
        const reply = await read<ExplainReply>(`/v1/explain?number=${NUMBERS[state]}&feature=${feature}&limit=1000`);
        expect(reply.rows.map(({ details }) => idOf(details as (typeof CELLS)[number])).toSorted()).toEqual(own);
        expect(reply.rows.every(({ details }) => details["rhythmDays"] === rhythmDays)).toBe(true);
        expect(reply.rows.every(({ details }) => (details["recoveredOn"] !== null) === (state === "recovered"))).toBe(
          true,
        );
        const byDefault = { kind: "formula", path: [] };
        const stated = { kind: "definitions", path: ["features", "reports", "rhythmDays"] };
        expect(reply.terms.map(({ value, source }) => [value, source])).toEqual(
          rhythmDays === null
            ? [
                [14, byDefault],
                [30, byDefault],
              ]
            : [
                [30, stated],
                [60, stated],
                [120, stated],
              ],
        );
      }
    }
  });

  test("a member's own record, a person's page and the matrix of both", async () => {
    const [members, accounts] = await Promise.all(
      ["user", "account"].map((by) => read<StageMatrixReply>(`/v1/stages/matrix?by=${by}&limit=1000`)),
    );
    for (const member of MEMBERS) {
      const expected = FEATURE_IDS.map((feature) => naiveLife(uses, { ...member, feature })?.living ?? null);
      const me = await system.request("/v1/me", { bearer: await system.token(member) });
      const { features } = (await me.json()) as MeReply;
      expect([member, features.map(({ living }) => living)]).toEqual([member, expected]);
      // Whoever did nothing anywhere is in no list.
      const row = members?.rows.find(({ account, user }) => account === member.account && user === member.user);
      const nothing = FEATURE_IDS.map(() => null);
      expect(row?.cells.map(({ living }) => living) ?? nothing).toEqual(expected);
      if (row === undefined) continue;
      const page = await read<UserReply>(`/v1/users/${member.user}`);
      const there = page.accounts.find(({ account }) => account === member.account);
      expect(there?.features.map(({ living }) => living)).toEqual(expected);
    }
    for (const { account, cells } of accounts?.rows ?? []) {
      const expected = FEATURE_IDS.map((feature) => naiveLife(uses, { account, feature })?.living ?? null);
      expect([account, cells.map(({ living }) => living)]).toEqual([account, expected]);
    }
  });

  test("quiet lapses, and the core features that cool in a whole account", async () => {
    const quiet = CELLS.filter((cell) => naiveIsQuiet(uses, cell))
      .map(idOf)
      .toSorted();
    const { rows, totalAddress } = await read<StagesReply>("/v1/stages?quiet=true&limit=1000");
    expect(rows.map(({ account, user, feature }) => `${account} ${user} ${feature}`).toSorted()).toEqual(quiet);
    const opened = await read<ExplainReply>(totalAddress ?? "");
    expect([opened.number.id, opened.value]).toEqual(["quietLapses", quiet.length]);
    const others = await read<StagesReply>("/v1/stages?quiet=false&limit=1000");
    const all = await read<StagesReply>("/v1/stages?limit=1000");
    expect(others.total + rows.length).toBe(all.total);
    const queue = await read<AttentionReply>("/v1/attention?limit=1000");
    for (const account of ["acme", "beta"]) {
      const cooling = FEATURE_IDS.filter((feature) => {
        const isAdopted = LIVING_USERS.some((user) => naiveLife(uses, { account, user, feature })?.adopted);
        return (
          LIVING_FEATURES[feature].core && isAdopted && naiveLife(uses, { account, feature })?.living === "cooling"
        );
      });
      const hits = queue.rows.find((row) => row.account === account)?.hits ?? [];
      const hit = hits.find(({ reason }) => reason === "coolingCore");
      expect([account, hit?.numbers["features"] ?? 0]).toEqual([account, cooling.length]);
    }
  });

  test("what is kept", async () => {
    const queries = [
      ...LIVING_STATES.map((living) => ({ living })),
      { sort: "lapsesOn" },
      { sort: "-lapsesOn", feature: "reports" },
      { quiet: "true" },
      { quiet: "false", stage: "adopted" },
      { quiet: "true", living: "cooling", stage: "adopted", account: "acme" },
    ];
    for (const query of queries) {
      const answers = [kept.kept, kept.live].map(async (parts) => {
        const parameters = new URLSearchParams({ ...query, limit: "1000" });
        const asker = { scope: ALL_ACCOUNTS, name: null };
        const response = await readStages({ parameters, path: {}, accept: null, asker, parts });
        return Object.assign((await response.json()) as StagesReply, { countedAt: null });
      });
      const [fromKept, live] = await Promise.all(answers);
      expect(fromKept).toEqual(live);
    }
    expect(await kept.verify()).toEqual([]);
  });

  test("the rhythm that a feature has of itself, which closed days alone tell, down to its gaps", async () => {
    for (const feature of FEATURE_IDS) {
      const rhythmOfMember = (account: string, user: string): number | null =>
        rhythmOf(
          uses
            .filter((use) => use.account === account && use.user === user && use.feature === feature)
            .flatMap(({ day }) => (day < TODAY ? [day] : [])),
        );
      const { value, rows } = await read<ExplainReply>(`/v1/explain?number=useRhythmDays&feature=${feature}`);
      const rhythms = MEMBERS.flatMap(({ account, user }) => rhythmOfMember(account, user) ?? []);
      expect([feature, value]).toEqual([feature, median(rhythms)]);
      expect(rows).toHaveLength(rhythms.length);
      for (const row of rows) {
        const gaps = await read<ExplainReply>(row.opens?.address ?? "");
        expect(gaps.value).toBe(row.value);
        expect(median(gaps.rows.map((gap) => gap.value ?? 0))).toBe(row.value);
        expect(gaps.rows.map(({ details }) => details["since"])).toEqual(
          gaps.rows.map(({ id, value: days }) => isoDate(Date.parse(id) / 86_400_000 - (days ?? 0))),
        );
      }
    }
  });
});
