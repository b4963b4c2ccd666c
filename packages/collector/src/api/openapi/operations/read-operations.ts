import { LIVING_STATES } from "../../../domain/adoption/living-state.ts";
import { ADOPTIONS_LIST } from "../../adoptions.ts";
import { PERIOD_NAMES } from "../../contract.ts";
import { LAPSES_LIST } from "../../lapses.ts";
import { ACCOUNTS_LIST } from "../../accounts.ts";
import { ASSETS_LIST } from "../../assets.ts";
import { ATTENTION_LIST } from "../../attention.ts";
import { RESPONSES_LIST, TOUCHPOINTS_LIST } from "../../contacts.ts";
import { COVERAGE_LIST } from "../../coverage.ts";
import { RELEVANCE_LIST } from "../../relevance.ts";
import { EVIDENCE_LIST } from "../../explain.ts";
import { FEATURES_LIST } from "../../features.ts";
import { MILESTONES_LIST } from "../../milestones.ts";
import { NEARLY_ADOPTED_LIST } from "../../nearly-adopted.ts";
import { NUMBERS } from "../../numbers/numbers.ts";
import { MEMBERS_LIST, SEGMENTS_LIST } from "../../segments.ts";
import { MATRIX_LIST, MATRIX_SUBJECTS } from "../../stage-matrix.ts";
import { STAGES_LIST } from "../../stages.ts";
import { USERS_LIST } from "../../users.ts";
import { COHORT_SUBJECTS } from "../adoption-shapes.ts";
import { ATTENTION_ORDERS } from "../attention-shape.ts";
import { DIMENSIONS } from "../explain-shape.ts";
import { FEATURE_RANKS } from "../overview-shape.ts";
import { SPARKLINE_SERIES } from "../strip-shapes.ts";
import { BUCKET_UNITS, TREND_NUMBERS } from "../trend-shape.ts";
import { MODULE_OPERATIONS } from "./module-operations.ts";
import { parameter, READ_PROBLEMS, severalTimes } from "./common.ts";
import type { ComponentName } from "../components.ts";
import type { Operation, Operations, QueryParameter } from "./operation.ts";
import { AS_OF_A_DAY, flag, FORMAT, orFile, PEOPLE, reading, report, type ReportShape } from "./reading.ts";
import { TOUCHPOINT_KINDS } from "../../../store/pushed.ts";

const ofFeature = parameter("feature", "Only of this feature.");
const ofUser = parameter("user", "Only of this person.");
/** Which number, and what it is about. */
const ABOUT_A_NUMBER: readonly QueryParameter[] = [
  PEOPLE,
  { ...parameter("number", "Which one.", { enum: [...NUMBERS.keys()] }), required: true },
  parameter("user", "Whose number it is."),
  parameter("feature", "Of which feature."),
  parameter("module", "Of which module."),
  parameter("action", "Of which action, in engagement."),
  parameter("per", "Over which other action, in a ratio of two."),
  parameter("type", "Of which type of assets."),
  parameter("asset", "Which asset ran, by its id, beside its account and type."),
  parameter("milestone", "Of which milestone."),
  parameter("inSegment", "Of which segment the members."),
  parameter("snapshot", "Of which snapshot, by its id."),
  parameter("cohort", "Of whom began in the week of this Monday, in retention.", { type: "string", format: "date" }),
  parameter("gauge", "Of which gauge, beside its account."),
  parameter("foundDay", "Of restatements: what was found out on this day.", { type: "string", format: "date" }),
  parameter("peersOf", "Whose peers: the id of an account or of a person, as the number says."),
  parameter("week", "How many weeks after it.", { type: "integer", minimum: 0, maximum: 52 }),
];

/** A report that is no list, and a file of lines all the same. */
const reportOrFile = (
  summary: string,
  reply: ComponentName,
  more: readonly QueryParameter[],
  shape: ReportShape = {},
): Operation => ({ ...report(summary, reply, [...more, FORMAT], shape), replies: orFile(reply) });

/** What is read, of `api/`. */
export const READ_OPERATIONS: Operations = {
  "GET /v1/accounts": reading("Every known or seen account.", "AccountsReply", ACCOUNTS_LIST, [PEOPLE]),
  "GET /v1/accounts/:id": {
    ...report("Everything about one account.", "AccountReply", [PEOPLE]),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/accounts/:id/features": {
    ...reading("One account's features.", "FeaturesReply", FEATURES_LIST, [PEOPLE]),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/features": reading("Every feature, over all accounts.", "FeaturesReply", FEATURES_LIST, [PEOPLE]),
  "GET /v1/users": reading("Every known or seen person.", "UsersReply", USERS_LIST, [PEOPLE]),
  "GET /v1/users/:id": {
    ...report("Everything about one person.", "UserReply"),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/assets": reading(
    "Everything that exists at the end of the last day. On an earlier day than today names are those that are known now, runs those that were dated up to it or never, and lastRunAt is null where the last run came later.",
    "AssetsReply",
    ASSETS_LIST,
    [
      parameter("type", "Only of this type."),
      parameter("active", "Only those that count as active assets, or only the others.", flag),
    ],
  ),
  "GET /v1/explain": reading("What a number is made of, down to its cells.", "ExplainReply", EVIDENCE_LIST, [
    ...ABOUT_A_NUMBER,
    parameter("by", "What to list.", { enum: DIMENSIONS }),
  ]),
  ...MODULE_OPERATIONS,
  "GET /v1/segments": reading("Every segment and how many are in it.", "SegmentsReply", SEGMENTS_LIST, [PEOPLE]),
  "GET /v1/segments/:id/members": {
    ...reading("Who is in a segment, and since when.", "SegmentMembersReply", MEMBERS_LIST, [
      PEOPLE,
      parameter("history", "Every stay, of those who have left too.", flag),
    ]),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/milestones": {
    ...reading(
      "How many have met each milestone and how long it took; of one account, and a person in it, where they are.",
      "MilestonesReply",
      MILESTONES_LIST,
      [PEOPLE, parameter("user", "Also tells the states of this person in the account.")],
    ),
    problems: [...READ_PROBLEMS, "invalid-parameter", "not-found"],
  },
  "GET /v1/relevance": reading(
    "What was said last about whom features are relevant to, the newest first.",
    "RelevanceReply",
    RELEVANCE_LIST,
    [
      parameter("feature", "Only of this one."),
      parameter("user", "Only of this person."),
      parameter("relevant", "Only what isn't relevant, or only what was taken back.", flag),
    ],
  ),
  "GET /v1/overview": reportOrFile(
    "The workspace in numbers, each with its change and each to be opened; a file has a line for each number.",
    "OverviewReply",
    [
      PEOPLE,
      parameter("rank", "By what features are the most and the least used.", {
        enum: FEATURE_RANKS,
        default: "adopted",
      }),
    ],
  ),
  "GET /v1/trend": reportOrFile(
    "How a number has moved over the period; a file has a line for each bucket.",
    "TrendReply",
    [
      PEOPLE,
      { ...parameter("number", "Which one.", { enum: TREND_NUMBERS }), required: true },
      parameter("user", "Whose number it is; not of activeUsers, assets and runs."),
      parameter("feature", "Of which feature."),
      parameter("module", "Of which module's features."),
      parameter("action", "Of which action, in engagement."),
      parameter("type", "Of which type of assets, in assets, activeAssets and runs."),
      parameter("bucket", "What one point spans; weeks begin on Monday.", { enum: BUCKET_UNITS, default: "day" }),
    ],
  ),
  "GET /v1/history": reportOrFile(
    "What any number was as of the end of each of the last weeks, months or days; a file has a line for each.",
    "HistoryReply",
    [
      ...ABOUT_A_NUMBER,
      parameter("period", "Over which a number looks back from each of these days, where it is over one.", {
        enum: PERIOD_NAMES,
      }),
      parameter("bucket", "At the ends of what; weeks end on Sunday.", { enum: BUCKET_UNITS, default: "week" }),
      parameter(
        "points",
        "How many days are told: 13 unless given, and fewer of more than 307 accounts. Of numbers but activeMs, visits and engagement points × accounts are 4000 at most.",
        { type: "integer", minimum: 1, maximum: 31 },
      ),
    ],
    AS_OF_A_DAY,
  ),
  "GET /v1/stages": reading("Who has adopted or tried what.", "StagesReply", STAGES_LIST, [
    PEOPLE,
    ofFeature,
    ofUser,
    parameter("stage", "Only of this stage.", { enum: ["tried", "adopted"] }),
    parameter("living", "Only where it is still so alive.", { enum: LIVING_STATES }),
    parameter(
      "quiet",
      "Only quiet lapses, or all but these: a core feature that was adopted and now cools, by somebody who counts in its adoption rate, in an account whose active time hasn't dropped.",
      flag,
    ),
  ]),
  "GET /v1/stages/matrix": reading(
    "Untouched, tried or adopted, of every account or member and every feature.",
    "StageMatrixReply",
    MATRIX_LIST,
    [PEOPLE, parameter("by", "A row for each of these.", { enum: MATRIX_SUBJECTS, default: "account" })],
  ),
  "GET /v1/stages/nearly": reading(
    "Who has begun with a feature and not adopted it, the furthest first.",
    "NearlyAdoptedReply",
    NEARLY_ADOPTED_LIST,
    [PEOPLE, ofFeature, ofUser],
  ),
  "GET /v1/touchpoints": reading(
    "Contacts with accounts and their people, in the period.",
    "TouchpointsReply",
    TOUCHPOINTS_LIST,
    [ofUser, parameter("kind", "Only of this kind.", { enum: TOUCHPOINT_KINDS })],
  ),
  "GET /v1/responses": reading("What people answered in the period.", "ResponsesReply", RESPONSES_LIST, [ofUser]),
  "GET /v1/adoptions": reading(
    "Who adopted what in the period: each adoption is one event, for ever.",
    "AdoptionsReply",
    ADOPTIONS_LIST,
    [PEOPLE, ofFeature, ofUser],
  ),
  "GET /v1/lapses": reading(
    "Who used a feature in the week before and not in this one, of closed days.",
    "LapsesReply",
    LAPSES_LIST,
    [PEOPLE, ofFeature, ofUser],
    AS_OF_A_DAY,
  ),
  "GET /v1/retention": reportOrFile(
    "Who of each week's beginners comes back; a file has a line for each cohort and week.",
    "RetentionReply",
    [
      PEOPLE,
      parameter("of", "Of whom the cohorts are made.", { enum: COHORT_SUBJECTS, default: "user" }),
      parameter("feature", "Of which feature; of the whole product unless given."),
      parameter("weeks", "How many cohorts.", { type: "integer", minimum: 1, maximum: 52, default: 8 }),
    ],
    AS_OF_A_DAY,
  ),
  "GET /v1/funnel": reportOrFile(
    "How far members get with a feature, up to the last day that counts; a file has a line for each step.",
    "FunnelReply",
    [PEOPLE, { ...parameter("feature", "Which one; it has to be defined."), required: true }],
    AS_OF_A_DAY,
  ),
  "GET /v1/sparklines": reportOrFile(
    "The last 14 closed days of many accounts or people at once; a file has a line for each day of each series.",
    "SparklinesReply",
    [
      PEOPLE,
      severalTimes("accounts", "The id of an account; given again, up to 100."),
      severalTimes("users", "Likewise of people, in place of accounts."),
      severalTimes("series", "featuresUsed unless given; given again, or with commas between them, up to three.", {
        enum: SPARKLINE_SERIES,
      }),
    ],
    AS_OF_A_DAY,
  ),
  "GET /v1/attention": reading(
    "The accounts that need somebody, each with its reasons and what they rest on.",
    "AttentionReply",
    ATTENTION_LIST,
    [
      PEOPLE,
      parameter("order", "breadth: those who use the fewest features with the most seats first.", {
        enum: ATTENTION_ORDERS,
        default: "breadth",
      }),
    ],
  ),
  "GET /v1/coverage": reading(
    "How many of each account's people the tracker can see.",
    "CoverageReply",
    COVERAGE_LIST,
    [PEOPLE],
  ),
};
