import { adoptionsReply, lapsesReply } from "./adoption-event-shapes.ts";
import { responsesReply, touchpointsReply } from "./contact-shapes.ts";
import { MAX_ID_LENGTH } from "@uptake/tracker/protocol";
import { toJsonSchemaDefs, type JsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { LINE_SCHEMAS, PUSH_SCHEMAS } from "../../push/push-schema.ts";
import { accountsReply, premiumReply, premiumRequest } from "./account-shapes.ts";
import { assetsReply } from "./asset-shape.ts";
import { featuresReply } from "./feature-shape.ts";
import { funnelReply, retentionReply } from "./adoption-shapes.ts";
import { attentionReply, coverageReply } from "./attention-shape.ts";
import { accountReply, userReply } from "./detail-shapes.ts";
import { explainReply } from "./explain-shape.ts";
import * as milestones from "./milestone-shapes.ts";
import * as modules from "./module-shapes.ts";
import { overviewReply } from "./overview-shape.ts";
import { pushReply, segmentReply } from "./push-shapes.ts";
import * as relevance from "./relevance-shapes.ts";
import { sessionReply, sessionRequest } from "./session-shapes.ts";
import { usersReply } from "./user-shapes.ts";
import { count, text } from "./shapes.ts";
import * as segments from "./segment-shapes.ts";
import * as stages from "./stage-shapes.ts";
import { sparklinesReply } from "./strip-shapes.ts";
import * as tracker from "./tracker-shapes.ts";
import { historyReply } from "./history-shape.ts";
import { trendReply } from "./trend-shape.ts";

export const problem = v.object({
  type: v.pipe(text, v.description("A stable identifier, /problems/<kind>.")),
  title: text,
  status: count,
  detail: v.exactOptional(v.pipe(text, v.description("What happened, the value, what to do."))),
  reason: v.exactOptional(v.pipe(text, v.description("Of /readyz: why the collector can't take cells."))),
  retryAfterMs: v.exactOptional(v.pipe(count, v.description("With 429 and 503: when to try again."))),
});

/** A push's body: a list, or an object with `rows`; NDJSON has one row a line. */
const pushed = (row: v.GenericSchema) => v.union([v.array(row), v.object({ rows: v.array(row) })]);

const segmentMessage = v.looseObject({
  type: v.pipe(text, v.description("identify, group or track; page, screen and alias are ignored.")),
});

const SHAPES = {
  Problem: problem,
  CollectRequest: tracker.collectRequest,
  CollectReply: tracker.collectReply,
  PublicDefinitions: tracker.publicDefinitions,
  MeReply: tracker.meReply,
  AccountsReply: accountsReply,
  FeaturesReply: featuresReply,
  UsersReply: usersReply,
  AssetsReply: assetsReply,
  ExplainReply: explainReply,
  ModulesReply: modules.modulesReply,
  ModuleAccountsReply: modules.moduleAccountsReply,
  NearlyThereReply: modules.nearlyThereReply,
  SnapshotsReply: modules.snapshotsReply,
  SnapshotRequest: modules.snapshotRequest,
  SnapshotsTakenReply: modules.snapshotsTakenReply,
  SnapshotRemovalReply: modules.snapshotRemovalReply,
  ComparisonReply: modules.comparisonReply,
  ModuleHistoryReply: modules.moduleHistoryReply,
  TargetRequest: modules.targetRequest,
  TargetReply: modules.targetReply,
  PremiumRequest: premiumRequest,
  PremiumReply: premiumReply,
  SegmentsReply: segments.segmentsReply,
  SegmentMembersReply: segments.segmentMembersReply,
  MilestonesReply: milestones.milestonesReply,
  MilestoneReset: milestones.resetRequest,
  MilestoneRelevance: milestones.relevanceRequest,
  MilestoneDecisionReply: milestones.milestoneDecisionReply,
  RelevanceReply: relevance.relevanceReply,
  FeatureRelevance: relevance.featureRelevanceRequest,
  FeatureRelevanceReply: relevance.featureRelevanceReply,
  OverviewReply: overviewReply,
  TrendReply: trendReply,
  HistoryReply: historyReply,
  StagesReply: stages.stagesReply,
  StageMatrixReply: stages.stageMatrixReply,
  NearlyAdoptedReply: stages.nearlyAdoptedReply,
  RemovalReply: stages.removalReply,
  AttentionReply: attentionReply,
  TouchpointsReply: touchpointsReply,
  ResponsesReply: responsesReply,
  AdoptionsReply: adoptionsReply,
  LapsesReply: lapsesReply,
  CoverageReply: coverageReply,
  RetentionReply: retentionReply,
  FunnelReply: funnelReply,
  SparklinesReply: sparklinesReply,
  AccountReply: accountReply,
  UserReply: userReply,
  AccountsPush: pushed(PUSH_SCHEMAS.accounts),
  UsersPush: pushed(PUSH_SCHEMAS.users),
  SeatsPush: pushed(PUSH_SCHEMAS.seats),
  AssetsPush: pushed(PUSH_SCHEMAS.assets),
  ActionsPush: pushed(PUSH_SCHEMAS.actions),
  UsagePush: pushed(LINE_SCHEMAS.usage),
  GaugesPush: pushed(PUSH_SCHEMAS.gauges),
  TouchpointsPush: pushed(PUSH_SCHEMAS.touchpoints),
  ResponsesPush: pushed(PUSH_SCHEMAS.responses),
  PillarsPush: pushed(PUSH_SCHEMAS.pillars),
  PresencePush: pushed(PUSH_SCHEMAS.presence),
  AnnotationsPush: pushed(PUSH_SCHEMAS.annotations),
  PushReply: pushReply,
  SegmentRequest: v.union([segmentMessage, v.array(segmentMessage), v.object({ batch: v.array(segmentMessage) })]),
  SegmentReply: segmentReply,
  SessionRequest: sessionRequest,
  SessionReply: sessionReply,
  Status: v.object({ status: text }),
  Integrity: v.record(v.string(), text),
} as const;

/** The name of a schema in the document. */
export type ComponentName = keyof typeof SHAPES;

/** Every named schema, as JSON Schema of the draft that OpenAPI 3.1 uses. */
export function componentSchemas(): Readonly<Record<ComponentName, JsonSchema>> {
  return toJsonSchemaDefs(SHAPES, {
    target: "draft-2020-12",
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
    overrideSchema: ({ valibotSchema }) =>
      valibotSchema.type === "custom" ? { type: "string", minLength: 1, maxLength: MAX_ID_LENGTH } : null,
    // JSON has no names for these rules: what they refuse is said in words.
    ignoreActions: ["regex", "check", "transform", "finite"],
  });
}
