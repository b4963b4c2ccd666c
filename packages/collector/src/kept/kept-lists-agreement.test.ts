import { expect, test } from "vitest";
import { readAccounts } from "../api/accounts.ts";
import { readAttention } from "../api/attention.ts";
import { USER_SORTS } from "../api/contract.ts";
import { readCoverage } from "../api/coverage.ts";
import { readFeatures } from "../api/features.ts";
import { readFunnel } from "../api/funnel.ts";
import { readMilestones } from "../api/milestones.ts";
import { NEARLY_ADOPTED_SORTS, readNearlyAdopted } from "../api/nearly-adopted.ts";
import { ATTENTION_SORTS, COVERAGE_SORTS } from "../api/openapi/attention-shape.ts";
import { readOverview } from "../api/overview.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { readSegmentMembers, readSegments, SEGMENT_MEMBER_SORTS, SEGMENT_SORTS } from "../api/segments.ts";
import { STAGE_SORTS } from "../api/stage-rows.ts";
import { readStages } from "../api/stages.ts";
import { readUsers } from "../api/users.ts";
import { LIVING_STATES } from "../domain/adoption/living-state.ts";
import {
  DAYS,
  FILTERS,
  inKeptWorkspaces,
  MORE_DAYS,
  PERIODS,
  type Query,
  SCOPES,
  SEGMENTS,
} from "./test-support/kept-workspaces.ts";

/** Rows that are kept are those that would be counted: the same reply, whatever a list is asked. */

const WHICH: readonly Query[] = [
  ...FILTERS,
  { feature: "calendars" },
  { user: "u_1" },
  { search: "person 1" },
  { search: "acm" },
  { search: "conta", sort: "name" },
  { limit: "2", offset: "1" },
  { columns: "name,progressMs" },
  { format: "csv", sort: "featureName" },
  { format: "ndjson", plan: "pro" },
];

inKeptWorkspaces((workspace) => {
  const { answer, replies } = workspace;

  test("accounts", async () => {
    const { kept, expected } = await replies(readAccounts, [
      ...PERIODS,
      ...FILTERS,
      ...[
        "-activeMs",
        "engagement",
        "-healthScore",
        "productEngagementScore",
        "adoptionPercent",
        "name",
        "-activeUsers",
        "plan",
        "-lastActiveDay",
      ].map((sort) => ({ sort, period: "30d" })),
      ...["-activeMs", "-healthScore", "activeUsers", "name"].map((sort) => Object.assign({ sort }, DAYS)),
      { ...DAYS, churned: "false" },
      { ...DAYS, format: "csv" },
      ...MORE_DAYS.map((days) => Object.assign({ sort: "-activeUsers" }, days)),
      { search: "ac" },
      { limit: "1", offset: "1" },
      { columns: "name,activeMs" },
      { format: "csv", period: "90d" },
      { format: "ndjson", plan: "pro" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("the queue of attention", async () => {
    const { kept, expected } = await replies(readAttention, [
      {},
      { order: "score" },
      DAYS,
      ...FILTERS,
      ...ATTENTION_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, order: "score" }]),
      { search: "be" },
      { limit: "1", offset: "1" },
      { columns: "name,reasons" },
      { format: "csv" },
      { format: "ndjson", order: "score" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("what the tracker can see", async () => {
    const { kept, expected } = await replies(readCoverage, [
      {},
      DAYS,
      ...FILTERS,
      ...COVERAGE_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "2", offset: "1" }]),
      { search: "be" },
      { columns: "name,percent" },
      { format: "csv" },
      { format: "ndjson", sort: "name" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("users", async () => {
    const { kept, expected } = await replies(readUsers, [
      ...PERIODS,
      ...FILTERS,
      ...USER_SORTS.flatMap((sort) => [
        { sort, period: "30d" },
        { sort: `-${sort}`, period: "7d", limit: "2", offset: "1" },
      ]),
      { search: "person" },
      { search: "2", sort: "name" },
      ...["0", "1", "2", "3", "4", "9"].map((offset) => ({ limit: "1", offset, sort: "name" })),
      { columns: "name,healthScore" },
      { format: "csv", period: "90d" },
      { format: "csv", sort: "-name", limit: "2", offset: "1" },
      { format: "ndjson", plan: "pro", sort: "loginClass" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("people of segments of users", async () => {
    const doors: readonly (readonly [ReadDoor, Query])[] = [
      [readUsers, { sort: "name" }],
      [readFeatures, {}],
      [readOverview, {}],
      [readFunnel, { feature: "calendars" }],
      [readAccounts, { sort: "-activeUsers" }],
      [readAttention, { order: "score" }],
      [readCoverage, {}],
      [readMilestones, {}],
    ];
    const segments: readonly Query[] = [
      { userSegment: "admins", period: "30d" },
      { userSegment: ["active", "admins"] },
      { userSegment: "active", plan: "pro" },
      { userSegment: "admins", inRoster: "true" },
    ];
    for (const scope of SCOPES) {
      for (const [door, more] of doors) {
        for (const query of segments) {
          const asked = { ...query, ...more };
          const [kept, live] = await Promise.all(
            [workspace.parts.kept, workspace.parts.live].map(async (from) =>
              (await answer(door, asked, scope, from)).json(),
            ),
          );
          expect({ scope, asked, reply: kept }).toEqual({ scope, asked, reply: live });
        }
      }
    }
  });

  test("stages", async () => {
    const { kept, expected } = await replies(readStages, [
      ...PERIODS,
      DAYS,
      ...WHICH,
      ...STAGE_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "3", offset: "2" }]),
      { stage: "adopted" },
      { stage: "tried", living: "active" },
      ...LIVING_STATES.map((living) => ({ living })),
      { quiet: "true" },
      { quiet: "false" },
    ]);
    expect(kept).toEqual(expected);
  });

  test("who has nearly adopted", async () => {
    const { kept, expected } = await replies(readNearlyAdopted, [
      ...WHICH,
      ...NEARLY_ADOPTED_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "3" }]),
    ]);
    expect(kept).toEqual(expected);
  });

  test("segments", async () => {
    const { kept, expected } = await replies(readSegments, [
      ...PERIODS,
      ...FILTERS,
      ...SEGMENT_SORTS.map((sort) => ({ sort: `-${sort}` })),
      { search: "a", limit: "2", offset: "1" },
      { columns: "name,count" },
      { format: "csv" },
    ]);
    expect(kept).toEqual(expected);
  });

  test.each(Object.keys(SEGMENTS))("members of the segment %s", async (segment) => {
    const queries: readonly Query[] = [
      ...PERIODS,
      ...FILTERS,
      ...SEGMENT_MEMBER_SORTS.flatMap((sort) => [{ sort }, { sort: `-${sort}`, limit: "1", offset: "1" }]),
      { search: "e" },
      { limit: "1", offset: "1" },
      { columns: "name,joinedAt" },
      { format: "csv" },
    ];
    const withHistory = queries.map((query) => ({ ...query, history: "true" }));
    const { kept, expected } = await replies(readSegmentMembers, [...queries, ...withHistory], { id: segment });
    expect(kept).toEqual(expected);
  });
});
