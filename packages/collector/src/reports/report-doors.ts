import { readAccount } from "../api/account.ts";
import { readAccounts } from "../api/accounts.ts";
import { readAssets } from "../api/assets.ts";
import { readAttention } from "../api/attention.ts";
import { readCoverage } from "../api/coverage.ts";
import { readExplanation } from "../api/explain.ts";
import { readAccountFeatures, readFeatures } from "../api/features.ts";
import { readFunnel } from "../api/funnel.ts";
import { readMilestones } from "../api/milestones.ts";
import { readNearlyThere } from "../api/module-nearly-there.ts";
import { readAccountModules, readModules } from "../api/modules.ts";
import { readOverview } from "../api/overview.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { readRelevance } from "../api/relevance.ts";
import { readRetention } from "../api/retention.ts";
import { readSegmentMembers, readSegments } from "../api/segments.ts";
import { readComparison, readSnapshots } from "../api/snapshots.ts";
import { readSparklines } from "../api/sparklines.ts";
import { readStageMatrix } from "../api/stage-matrix.ts";
import { readNearlyAdopted } from "../api/nearly-adopted.ts";
import { readStages } from "../api/stages.ts";
import { readTrend } from "../api/trend.ts";
import { readUser } from "../api/user.ts";
import { readUsers } from "../api/users.ts";

/** Every report of the read API by name: the route table and the threads that work them out say the same ones. */
export const REPORT_DOORS = {
  account: readAccount,
  accountFeatures: readAccountFeatures,
  accountModules: readAccountModules,
  accounts: readAccounts,
  assets: readAssets,
  attention: readAttention,
  comparison: readComparison,
  coverage: readCoverage,
  explanation: readExplanation,
  features: readFeatures,
  funnel: readFunnel,
  milestones: readMilestones,
  modules: readModules,
  nearlyAdopted: readNearlyAdopted,
  nearlyThere: readNearlyThere,
  overview: readOverview,
  relevance: readRelevance,
  retention: readRetention,
  segmentMembers: readSegmentMembers,
  segments: readSegments,
  snapshots: readSnapshots,
  sparklines: readSparklines,
  stageMatrix: readStageMatrix,
  stages: readStages,
  trend: readTrend,
  user: readUser,
  users: readUsers,
} as const satisfies Readonly<Record<string, ReadDoor>>;

/** The name of a report. */
export type ReportName = keyof typeof REPORT_DOORS;
