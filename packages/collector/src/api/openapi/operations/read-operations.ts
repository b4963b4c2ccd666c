import { ACCOUNT_SORTS, ASSET_SORTS, FEATURE_SORTS, USER_SORTS } from "../../contract.ts";
import { MILESTONE_SORTS } from "../../milestones.ts";
import { MODULE_SORTS } from "../../modules.ts";
import { NEARLY_THERE_SORTS } from "../../module-nearly-there.ts";
import { NUMBERS } from "../../numbers/numbers.ts";
import { SEGMENT_MEMBER_SORTS, SEGMENT_SORTS } from "../../segments.ts";
import { COMPARISON_SORTS, SNAPSHOT_SORTS } from "../../snapshots.ts";
import { MATRIX_SUBJECTS, STAGE_MATRIX_SORTS } from "../../stage-matrix.ts";
import { NEARLY_ADOPTED_SORTS } from "../../nearly-adopted.ts";
import { STAGE_SORTS } from "../../stage-rows.ts";
import { DIMENSIONS } from "../explain-shape.ts";
import { COHORT_SUBJECTS } from "../adoption-shapes.ts";
import { ATTENTION_ORDERS, ATTENTION_SORTS, COVERAGE_SORTS } from "../attention-shape.ts";
import { RELEVANCE_SORTS } from "../relevance-shapes.ts";
import { FEATURE_RANKS } from "../overview-shape.ts";
import { BUCKET_UNITS, TREND_NUMBERS } from "../trend-shape.ts";
import { parameter, READ_PROBLEMS } from "./common.ts";
import type { Operations } from "./operation.ts";
import { PEOPLE, flag, reading, report } from "./reading.ts";

const ofFeature = parameter("feature", "Only of this feature.");
const ofUser = parameter("user", "Only of this person.");

/** What is read, of `api/`. */
export const READ_OPERATIONS: Operations = {
  "GET /v1/accounts": reading("Every known or seen account.", "AccountsReply", ACCOUNT_SORTS),
  "GET /v1/accounts/:id": {
    ...report("Everything about one account.", "AccountReply"),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/accounts/:id/features": {
    ...reading("One account's features.", "FeaturesReply", FEATURE_SORTS, [PEOPLE]),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/features": reading("Every feature, over all accounts.", "FeaturesReply", FEATURE_SORTS, [PEOPLE]),
  "GET /v1/users": reading("Every known or seen person.", "UsersReply", USER_SORTS, [PEOPLE]),
  "GET /v1/users/:id": {
    ...report("Everything about one person.", "UserReply"),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/assets": reading("Everything that exists now.", "AssetsReply", ASSET_SORTS, [
    parameter("type", "Only of this type."),
  ]),
  "GET /v1/explain": reading(
    "What a number is made of, down to its cells.",
    "ExplainReply",
    ["name", "value"],
    [
      PEOPLE,
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
  "GET /v1/snapshots/compare": reading(
    "What has become of a module between two days, and who was gained and lost.",
    "ComparisonReply",
    COMPARISON_SORTS,
    [{ ...parameter("module", "Which one."), required: true }],
  ),
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
  "GET /v1/relevance": reading(
    "What was said last about whom features are relevant to, the newest first.",
    "RelevanceReply",
    RELEVANCE_SORTS,
    [
      parameter("feature", "Only of this one."),
      parameter("user", "Only of this person."),
      parameter("relevant", "Only what isn't relevant, or only what was taken back.", flag),
    ],
  ),
  "GET /v1/overview": report("The workspace in numbers, each with its change and each to be opened.", "OverviewReply", [
    PEOPLE,
    parameter("rank", "By what features are the most and the least used.", {
      enum: FEATURE_RANKS,
      default: "adopted",
    }),
  ]),
  "GET /v1/trend": report("How a number has moved over the period.", "TrendReply", [
    PEOPLE,
    { ...parameter("number", "Which one.", { enum: TREND_NUMBERS }), required: true },
    parameter("user", "Whose number it is; not of activeUsers and assets."),
    parameter("feature", "Of which feature."),
    parameter("module", "Of which module's features."),
    parameter("bucket", "What one point spans; weeks begin on Monday.", { enum: BUCKET_UNITS, default: "day" }),
  ]),
  "GET /v1/stages": reading("Who has adopted or tried what.", "StagesReply", STAGE_SORTS, [
    PEOPLE,
    ofFeature,
    ofUser,
    parameter("stage", "Only of this stage.", { enum: ["tried", "adopted"] }),
    parameter("living", "Only where it is still so alive.", { enum: ["active", "cooling", "lapsed"] }),
  ]),
  "GET /v1/stages/matrix": reading(
    "Untouched, tried or adopted, of every account or member and every feature.",
    "StageMatrixReply",
    STAGE_MATRIX_SORTS,
    [PEOPLE, parameter("by", "A row for each of these.", { enum: MATRIX_SUBJECTS, default: "account" })],
  ),
  "GET /v1/stages/nearly": reading(
    "Who has begun with a feature and not adopted it, the furthest first.",
    "NearlyAdoptedReply",
    NEARLY_ADOPTED_SORTS,
    [PEOPLE, ofFeature, ofUser],
  ),
  "GET /v1/retention": report("Who of each week's beginners comes back.", "RetentionReply", [
    PEOPLE,
    parameter("of", "Of whom the cohorts are made.", { enum: COHORT_SUBJECTS, default: "user" }),
    parameter("feature", "Of which feature; of the whole product unless given."),
    parameter("weeks", "How many cohorts.", { type: "integer", minimum: 1, maximum: 52, default: 8 }),
  ]),
  "GET /v1/funnel": report("How far members get with a feature, up to the last day that counts.", "FunnelReply", [
    PEOPLE,
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
};
