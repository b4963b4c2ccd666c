import type { ProblemKind } from "../../http/problem.ts";
import { ACCOUNT_SORTS, ASSET_SORTS, DEFAULT_PERIOD, FEATURE_SORTS, PERIOD_NAMES, USER_SORTS } from "../contract.ts";
import { MILESTONE_SORTS } from "../milestones.ts";
import { MODULE_SORTS } from "../modules.ts";
import { NEARLY_THERE_SORTS } from "../module-nearly-there.ts";
import { NUMBERS } from "../numbers/numbers.ts";
import { OWNERS } from "../query/account-filters.ts";
import { LIST_FORMATS } from "../query/list-query.ts";
import { SEGMENT_MEMBER_SORTS, SEGMENT_SORTS } from "../segments.ts";
import { COMPARISON_SORTS, SNAPSHOT_SORTS } from "../snapshots.ts";
import { MATRIX_SUBJECTS, STAGE_MATRIX_SORTS } from "../stage-matrix.ts";
import { NEARLY_ADOPTED_SORTS, STAGE_SORTS } from "../stages.ts";
import { DIMENSIONS } from "./explain-shape.ts";
import { COHORT_SUBJECTS } from "./adoption-shapes.ts";
import { ATTENTION_ORDERS, ATTENTION_SORTS, COVERAGE_SORTS } from "./attention-shape.ts";
import type { ComponentName } from "./components.ts";
import { FEATURE_RANKS } from "./overview-shape.ts";
import { BUCKET_UNITS, TREND_NUMBERS } from "./trend-shape.ts";

/** Bodies by media type: the schema's name, or null where a schema could say nothing. */
export type Bodies = Readonly<Record<string, ComponentName | null>>;

/** How a caller proves who asks; of several, one is enough. */
export type Proof = "publicKey" | "secretKey" | "segment" | "endUser" | "session";

/** A parameter of the address's query. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: object;
  readonly required?: boolean;
}

/** One method of one address, in the words of whoever calls it. */
export interface Operation {
  readonly summary: string;
  readonly tag: "Trackers" | "People" | "Read" | "Decide" | "Push" | "Dashboard" | "Operations";
  /** Absent: anybody. */
  readonly proofs?: readonly Proof[];
  readonly query?: readonly QueryParameter[];
  readonly body?: Bodies;
  readonly replies: Readonly<Record<number, { readonly description: string; readonly types?: Bodies }>>;
  /** Beside `internal` and `unavailable`, which every address may answer. */
  readonly problems: readonly ProblemKind[];
}

const JSON_TYPE = "application/json";
const READ_PROBLEMS = [
  "unauthorized",
  "unknown-key",
  "scope-missing",
  "secret-in-browser",
  "not-acceptable",
] as const satisfies readonly ProblemKind[];
const KEY_PROBLEMS = ["unknown-key", "origin-not-allowed"] as const satisfies readonly ProblemKind[];

const json = (name: ComponentName, description = "Done."): Operation["replies"] => ({
  200: { description, types: { [JSON_TYPE]: name } },
});
const writer: QueryParameter = {
  name: "writer",
  description: "Also tells this writer's share of each feature, from the same read.",
  schema: { type: "string" },
};
const parameter = (name: string, description: string, schema: object = { type: "string" }): QueryParameter => ({
  name,
  description,
  schema,
});
const date = { type: "string", format: "date" };
const flag = { type: "boolean" };
/** Over which days, as of when, of which accounts: every number can be asked with these. */
const REPORT: readonly QueryParameter[] = [
  parameter("period", "Of the metrics.", { enum: PERIOD_NAMES, default: DEFAULT_PERIOD }),
  parameter("from", "First day, with to, in place of a period.", date),
  parameter("to", "Last day.", date),
  parameter("asOf", "The last day whose use counts, as it is known now; today unless given.", date),
  parameter("account", "Only of these accounts, with commas between them."),
  parameter("plan", "Only of accounts with one of these plans."),
  parameter("segment", "Only of accounts in one of these segments."),
  parameter("role", "The success role that assignee looks at; any unless given."),
  parameter("assignee", "Only of accounts that this person looks after."),
  parameter("owner", "Of whoever is signed in, or of nobody.", { enum: OWNERS }),
  parameter("health", "Only of accounts with one of these classes of health."),
  parameter("premium", "Only of premium accounts, or of others.", flag),
  parameter("churned", "Only of accounts that have left, or of others.", flag),
];
const table = (sorts: readonly string[]): readonly QueryParameter[] => [
  parameter("search", "A part of a name or id.", { type: "string", maxLength: 200 }),
  parameter("sort", "With - in front: descending.", { enum: sorts.flatMap((sort) => [sort, `-${sort}`]) }),
  parameter("limit", "Rows of a page; files have all of them unless it is given.", {
    type: "integer",
    minimum: 1,
    default: 100,
  }),
  parameter("offset", "Rows to leave out.", { type: "integer", minimum: 0, default: 0 }),
  parameter("columns", "Only these, in this order, with commas between them; all unless given."),
  parameter("format", "Files have the rows alone. The Accept header may say it too.", {
    enum: LIST_FORMATS,
    default: "json",
  }),
];
const reading = (
  summary: string,
  reply: ComponentName,
  sorts: readonly string[],
  more: readonly QueryParameter[] = [],
): Operation => ({
  summary,
  tag: "Read",
  proofs: ["secretKey", "session"],
  query: [...more, ...REPORT, ...table(sorts)],
  replies: {
    200: { description: "Done.", types: { [JSON_TYPE]: reply, "text/csv": null, "application/x-ndjson": null } },
  },
  problems: [...READ_PROBLEMS, "invalid-parameter"],
});
/** A report that is no list. */
const report = (summary: string, reply: ComponentName, more: readonly QueryParameter[] = []): Operation => ({
  summary,
  tag: "Read",
  proofs: ["secretKey", "session"],
  query: [...more, ...REPORT],
  replies: json(reply),
  problems: [...READ_PROBLEMS, "invalid-parameter"],
});
const CHANGE_PROBLEMS = [
  ...READ_PROBLEMS,
  "role-missing",
  "cross-site",
  "not-found",
] as const satisfies readonly ProblemKind[];
const BODY_PROBLEMS = ["malformed", "too-large", "unsupported-type"] as const satisfies readonly ProblemKind[];
const ofFeature = parameter("feature", "Only of this feature.");
const ofUser = parameter("user", "Only of this person.");
const pushing = (summary: string, body: ComponentName): Operation => ({
  summary,
  tag: "Push",
  proofs: ["secretKey"],
  body: { [JSON_TYPE]: body, "application/x-ndjson": null },
  replies: json("PushReply", "The lines that hold are stored, the others are named."),
  problems: [...READ_PROBLEMS, "malformed", "too-large", "unsupported-type"],
});
const script = (summary: string): Operation => ({
  summary,
  tag: "Trackers",
  replies: {
    200: { description: "The script, with an ETag.", types: { "text/javascript": null } },
    304: { description: "It is the one that the caller has." },
  },
  problems: ["not-built"],
});
/** Every operation by method and path, as routes write them. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  "POST /v1/collect": {
    summary: "Merges cells by the maximum of each counter, and answers when they are on disk.",
    tag: "Trackers",
    proofs: ["publicKey"],
    body: { "text/plain": "CollectRequest", [JSON_TYPE]: "CollectRequest" },
    replies: json("CollectReply", "What is accepted is on disk; what is refused is named with its reason."),
    problems: [...KEY_PROBLEMS, "malformed", "length-required", "too-large", "unsupported-type", "too-many-requests"],
  },
  "GET /v1/definitions": {
    summary: "What a tracker needs to measure.",
    tag: "Trackers",
    proofs: ["publicKey"],
    replies: {
      ...json("PublicDefinitions", "The definitions, with an ETag."),
      304: { description: "They are the ones that the caller has." },
    },
    problems: [...KEY_PROBLEMS, "not-acceptable"],
  },
  "GET /uptake.js": {
    ...script("The tracker and the workspace's definitions in one file."),
    proofs: ["publicKey"],
    problems: [...KEY_PROBLEMS, "not-built"],
  },
  "GET /uptake-widget.js": script("The widget."),
  "GET /uptake-vitals.js": script("The tracker's part for web vitals."),
  "GET /uptake-debug.js": script("The tracker's part for explanations."),
  "GET /v/:version/:name": {
    summary: "A script that never changes, or integrity.json with the hashes of all.",
    tag: "Trackers",
    replies: {
      200: { description: "The file.", types: { "text/javascript": null, [JSON_TYPE]: "Integrity" } },
      304: { description: "It is the one that the caller has." },
    },
    problems: ["not-found", "not-built"],
  },
  "GET /v1/me": {
    summary: "A person's own record.",
    tag: "People",
    proofs: ["endUser"],
    query: [writer],
    replies: json("MeReply"),
    problems: ["unauthorized", "token-invalid", "token-expired", "not-acceptable"],
  },
  "GET /v1/accounts": reading("Every known or seen account.", "AccountsReply", ACCOUNT_SORTS),
  "GET /v1/accounts/:id": {
    ...report("Everything about one account.", "AccountReply"),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "PUT /v1/accounts": pushing("Upserts accounts of the roster.", "AccountsPush"),
  "GET /v1/accounts/:id/features": {
    ...reading("One account's features.", "FeaturesReply", FEATURE_SORTS),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/features": reading("Every feature, over all accounts.", "FeaturesReply", FEATURE_SORTS),
  "GET /v1/users": reading("Every known or seen person.", "UsersReply", USER_SORTS),
  "GET /v1/users/:id": {
    ...report("Everything about one person.", "UserReply"),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "PUT /v1/users": pushing("Upserts people of the roster.", "UsersPush"),
  "GET /v1/assets": reading("Everything that exists now.", "AssetsReply", ASSET_SORTS, [
    parameter("type", "Only of this type."),
  ]),
  "PUT /v1/assets": pushing("Upserts assets.", "AssetsPush"),
  "GET /v1/explain": reading(
    "What a number is made of, down to its cells.",
    "ExplainReply",
    ["name", "value"],
    [
      { ...parameter("number", "Which one.", { enum: [...NUMBERS.keys()] }), required: true },
      parameter("user", "Whose number it is."),
      parameter("feature", "Of which feature."),
      parameter("module", "Of which module."),
      parameter("by", "What to list.", { enum: DIMENSIONS }),
    ],
  ),
  "GET /v1/modules": reading("Every module against its licences and its target.", "ModulesReply", MODULE_SORTS),
  "GET /v1/accounts/:id/modules": {
    ...reading("One account's modules, against its own targets.", "ModulesReply", MODULE_SORTS),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/modules/:id/nearly-there": {
    ...reading(
      "Who needs how much more active time for a module to reach its target.",
      "NearlyThereReply",
      NEARLY_THERE_SORTS,
    ),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/snapshots": reading(
    "Modules as they were kept, of all time unless days are asked for.",
    "SnapshotsReply",
    SNAPSHOT_SORTS,
    [parameter("module", "Only of this module.")],
  ),
  "POST /v1/snapshots": {
    summary: "Keeps a module as it is: measured now, or as somebody says.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "SnapshotRequest" },
    replies: {
      201: { description: "They are kept, and never changed.", types: { [JSON_TYPE]: "SnapshotsTakenReply" } },
    },
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "GET /v1/snapshots/compare": reading(
    "What has become of a module between two days, and who was gained and lost.",
    "ComparisonReply",
    COMPARISON_SORTS,
    [{ ...parameter("module", "Which one."), required: true }],
  ),
  "PUT /v1/targets": {
    summary: "Sets the target of a module in one account.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "TargetRequest" },
    replies: json("TargetReply", "It holds."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "GET /v1/segments": reading("Every segment and how many are in it.", "SegmentsReply", SEGMENT_SORTS),
  "GET /v1/segments/:id/members": {
    ...reading("Who is in a segment, and since when.", "SegmentMembersReply", SEGMENT_MEMBER_SORTS, [
      parameter("history", "Every stay, of those who have left too.", flag),
    ]),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/milestones": {
    ...reading(
      "How many have met each milestone and how long it took; of one account, and a person in it, where they are.",
      "MilestonesReply",
      MILESTONE_SORTS,
      [parameter("user", "Also tells the states of this person in the account.")],
    ),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "POST /v1/milestones/:id/reset": {
    summary: "Takes back that a milestone is met: it is to be met anew, from the next slot on.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "MilestoneReset" },
    replies: json("MilestoneDecisionReply", "It holds."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "POST /v1/milestones/:id/relevance": {
    summary: "Says that a milestone isn't relevant to a member or account, and why; or that it is.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "MilestoneRelevance" },
    replies: json("MilestoneDecisionReply", "It holds."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "GET /v1/overview": report("The workspace in numbers, each with its change and each to be opened.", "OverviewReply", [
    parameter("rank", "By what features are the most and the least used.", {
      enum: FEATURE_RANKS,
      default: "adopted",
    }),
  ]),
  "GET /v1/trend": report("How a number has moved over the period.", "TrendReply", [
    { ...parameter("number", "Which one.", { enum: TREND_NUMBERS }), required: true },
    parameter("user", "Whose number it is; not of activeUsers and assets."),
    parameter("feature", "Of which feature."),
    parameter("module", "Of which module's features."),
    parameter("bucket", "What one point spans; weeks begin on Monday.", { enum: BUCKET_UNITS, default: "day" }),
  ]),
  "GET /v1/stages": reading("Who has adopted or tried what.", "StagesReply", STAGE_SORTS, [
    ofFeature,
    ofUser,
    parameter("stage", "Only of this stage.", { enum: ["tried", "adopted"] }),
    parameter("living", "Only where it is still so alive.", { enum: ["active", "cooling", "lapsed"] }),
  ]),
  "GET /v1/stages/matrix": reading(
    "Untouched, tried or adopted, of every account or member and every feature.",
    "StageMatrixReply",
    STAGE_MATRIX_SORTS,
    [parameter("by", "A row for each of these.", { enum: MATRIX_SUBJECTS, default: "account" })],
  ),
  "GET /v1/stages/nearly": reading(
    "Who has begun with a feature and not adopted it, the furthest first.",
    "NearlyAdoptedReply",
    NEARLY_ADOPTED_SORTS,
    [ofFeature, ofUser],
  ),
  "DELETE /v1/stages/:feature": {
    summary: "Takes a member out of a stage: from the next slot on it takes the whole threshold anew.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    query: [
      { ...parameter("account", "Where the member is."), required: true },
      { ...parameter("user", "Who it is."), required: true },
      parameter("reason", "Why.", { type: "string", maxLength: 1_000 }),
    ],
    replies: json("RemovalReply", "The removal that holds."),
    problems: [...CHANGE_PROBLEMS, "invalid-parameter"],
  },
  "GET /v1/retention": report("Who of each week's beginners comes back.", "RetentionReply", [
    parameter("of", "Of whom the cohorts are made.", { enum: COHORT_SUBJECTS, default: "user" }),
    parameter("feature", "Of which feature; of the whole product unless given."),
    parameter("weeks", "How many cohorts.", { type: "integer", minimum: 1, maximum: 52, default: 8 }),
  ]),
  "GET /v1/funnel": report("How far members get with a feature, up to the last day that counts.", "FunnelReply", [
    { ...parameter("feature", "Which one; it has to be defined."), required: true },
  ]),
  "GET /v1/sparklines": report("The last 14 closed days of many accounts or people at once.", "SparklinesReply", [
    parameter("accounts", "Up to 100 ids, with commas between them."),
    parameter("users", "Likewise, in place of accounts."),
    parameter(
      "series",
      "Up to three of featuresUsed, modulesUsed, activeMs and activeUsers; featuresUsed unless given.",
    ),
  ]),
  "GET /v1/attention": reading(
    "The accounts that need somebody, each with its reasons and what they rest on.",
    "AttentionReply",
    ATTENTION_SORTS,
    [
      parameter("order", "breadth: those who use the fewest features with the most seats first.", {
        enum: ATTENTION_ORDERS,
        default: "breadth",
      }),
    ],
  ),
  "GET /v1/coverage": reading(
    "How many of each account's people the tracker can see.",
    "CoverageReply",
    COVERAGE_SORTS,
  ),
  "PUT /v1/seats": pushing("Says how many seats of a module an account has bought, and who sits there.", "SeatsPush"),
  "PUT /v1/actions": pushing(
    "Says how often an action was counted in a slot so far; it takes the place of what the same source said before.",
    "ActionsPush",
  ),
  "PUT /v1/gauges": pushing("Says what was measured of an account on a day.", "GaugesPush"),
  "PUT /v1/touchpoints": pushing("Upserts contacts with accounts and people.", "TouchpointsPush"),
  "PUT /v1/responses": pushing("Upserts answers to the question for a recommendation, 0 to 10.", "ResponsesPush"),
  "PUT /v1/pillars": pushing("Says how an account is by what the host knows, 0 to 100.", "PillarsPush"),
  "PUT /v1/presence": pushing("Says on which days the host's server has seen somebody.", "PresencePush"),
  "PUT /v1/annotations": pushing("Upserts what happened on a day, to be seen beside the numbers.", "AnnotationsPush"),
  "POST /v1/segment": {
    summary:
      "Takes messages of Segment's specification: identify, group, and track, which counts once for each messageId. The secret key may also be the user name of Basic authentication.",
    tag: "Push",
    proofs: ["secretKey", "segment"],
    body: { [JSON_TYPE]: "SegmentRequest" },
    replies: json("SegmentReply", "The messages that hold are stored, the others are named."),
    problems: [...READ_PROBLEMS, "malformed", "too-large", "unsupported-type"],
  },
  "GET /v1/session": {
    summary: "Who is signed in.",
    tag: "Dashboard",
    proofs: ["session"],
    replies: json("SessionReply"),
    problems: ["unauthorized", "not-acceptable"],
  },
  "POST /v1/session": {
    summary: "Signs in, with the token of a sign-in link.",
    tag: "Dashboard",
    body: { [JSON_TYPE]: "SessionRequest" },
    replies: json("SessionReply", "A cookie holds the session."),
    problems: ["malformed", "unauthorized", "cross-site", "unsupported-type", "too-large", "not-acceptable"],
  },
  "DELETE /v1/session": {
    summary: "Signs out.",
    tag: "Dashboard",
    replies: { 204: { description: "Nobody is signed in." } },
    problems: ["cross-site", "not-acceptable"],
  },
  "GET /": page("The dashboard."),
  "GET /dashboard/:name": {
    summary: "The dashboard's own files.",
    tag: "Dashboard",
    replies: { 200: { description: "The file.", types: { "text/javascript": null, "text/css": null } } },
    problems: ["not-found"],
  },
  "GET /healthz": {
    summary: "Whether the process answers.",
    tag: "Operations",
    replies: json("Status", "It does."),
    problems: [],
  },
  "GET /readyz": {
    summary: "Whether the collector can take cells; else 503 with a reason.",
    tag: "Operations",
    replies: json("Status", "It can."),
    problems: [],
  },
  "GET /metrics": {
    summary:
      "What became of cells and requests, for Prometheus. This machine itself needs no key, unless a proxy is set.",
    tag: "Operations",
    proofs: ["secretKey"],
    replies: { 200: { description: "Samples.", types: { "text/plain": null } } },
    problems: ["unauthorized", "unknown-key", "scope-missing", "secret-in-browser"],
  },
  "GET /openapi.json": {
    summary: "This document.",
    tag: "Operations",
    replies: {
      200: { description: "OpenAPI 3.1.", types: { [JSON_TYPE]: null } },
      304: { description: "It is the one that the caller has." },
    },
    problems: ["not-acceptable"],
  },
};

function page(summary: string): Operation {
  return {
    summary,
    tag: "Dashboard",
    replies: { 200: { description: "A page.", types: { "text/html": null } } },
    problems: ["not-built"],
  };
}
