import { readAccount } from "../api/account.ts";
import { readAccounts } from "../api/accounts.ts";
import { readAdoptions } from "../api/adoptions.ts";
import { readLapses } from "../api/lapses.ts";
import { readAssets } from "../api/assets.ts";
import { readAttention } from "../api/attention.ts";
import { readComparison } from "../api/compare-snapshots.ts";
import { readResponses, readTouchpoints } from "../api/contacts.ts";
import { readCoverage } from "../api/coverage.ts";
import { readExplanation } from "../api/explain.ts";
import { readAccountFeatures, readFeatures } from "../api/features.ts";
import { readFunnel } from "../api/funnel.ts";
import { readHistory } from "../api/history.ts";
import { readMilestones } from "../api/milestones.ts";
import { readModuleAccounts } from "../api/module-accounts.ts";
import { readModuleHistory } from "../api/module-history.ts";
import { readNearlyThere } from "../api/module-nearly-there.ts";
import { readAccountModules, readModules } from "../api/modules.ts";
import { readOverview } from "../api/overview.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { readRelevance } from "../api/relevance.ts";
import { readRetention } from "../api/retention.ts";
import { readSegmentMembers, readSegments } from "../api/segments.ts";
import { readSnapshots } from "../api/snapshots.ts";
import { readSparklines } from "../api/sparklines.ts";
import { readStageMatrix } from "../api/stage-matrix.ts";
import { readNearlyAdopted } from "../api/nearly-adopted.ts";
import { readStages } from "../api/stages.ts";
import { readTrend } from "../api/trend.ts";
import { readUser } from "../api/user.ts";
import { readUsers } from "../api/users.ts";

/** A report: its address, as routes write it, and who answers there. */
export interface ReportDoor {
  readonly path: string;
  readonly read: ReadDoor;
}

/** Every report of the read API by name: routes, the threads that work them out, and exports have them from here. */
export const REPORT_DOORS = {
  accounts: { path: "/v1/accounts", read: readAccounts },
  users: { path: "/v1/users", read: readUsers },
  features: { path: "/v1/features", read: readFeatures },
  modules: { path: "/v1/modules", read: readModules },
  assets: { path: "/v1/assets", read: readAssets },
  account: { path: "/v1/accounts/:id", read: readAccount },
  accountFeatures: { path: "/v1/accounts/:id/features", read: readAccountFeatures },
  accountModules: { path: "/v1/accounts/:id/modules", read: readAccountModules },
  user: { path: "/v1/users/:id", read: readUser },
  moduleAccounts: { path: "/v1/modules/:id/accounts", read: readModuleAccounts },
  nearlyThere: { path: "/v1/modules/:id/nearly-there", read: readNearlyThere },
  stages: { path: "/v1/stages", read: readStages },
  nearlyAdopted: { path: "/v1/stages/nearly", read: readNearlyAdopted },
  stageMatrix: { path: "/v1/stages/matrix", read: readStageMatrix },
  relevance: { path: "/v1/relevance", read: readRelevance },
  segments: { path: "/v1/segments", read: readSegments },
  segmentMembers: { path: "/v1/segments/:id/members", read: readSegmentMembers },
  milestones: { path: "/v1/milestones", read: readMilestones },
  snapshots: { path: "/v1/snapshots", read: readSnapshots },
  comparison: { path: "/v1/snapshots/compare", read: readComparison },
  moduleHistory: { path: "/v1/snapshots/history", read: readModuleHistory },
  attention: { path: "/v1/attention", read: readAttention },
  coverage: { path: "/v1/coverage", read: readCoverage },
  explanation: { path: "/v1/explain", read: readExplanation },
  funnel: { path: "/v1/funnel", read: readFunnel },
  lapses: { path: "/v1/lapses", read: readLapses },
  overview: { path: "/v1/overview", read: readOverview },
  trend: { path: "/v1/trend", read: readTrend },
  history: { path: "/v1/history", read: readHistory },
  touchpoints: { path: "/v1/touchpoints", read: readTouchpoints },
  responses: { path: "/v1/responses", read: readResponses },
  adoptions: { path: "/v1/adoptions", read: readAdoptions },
  retention: { path: "/v1/retention", read: readRetention },
  sparklines: { path: "/v1/sparklines", read: readSparklines },
} as const satisfies Readonly<Record<string, ReportDoor>>;

/** The name of a report. */
export type ReportName = keyof typeof REPORT_DOORS;
