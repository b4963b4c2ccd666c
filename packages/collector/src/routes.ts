import { answerRelevance } from "./api/changes/answer-relevance.ts";
import { resetMilestone, setRelevance } from "./api/changes/decide-milestone.ts";
import type { ChangeDoor } from "./api/changes/change-request.ts";
import { putTarget } from "./api/changes/put-target.ts";
import { recordSnapshots } from "./api/changes/record-snapshots.ts";
import { removeStage } from "./api/changes/remove-stage.ts";
import { LIST_TYPES } from "./api/query/list-query.ts";
import type { Sessions } from "./auth/sessions.ts";
import type { Caller, Handler, Route } from "./http/app.ts";
import type { Dashboard } from "./http/dashboard.ts";
import type { RequestHead } from "./http/request-head.ts";
import { PLAIN_SCRIPTS, type Scripts } from "./http/scripts.ts";
import type { OpsDoors } from "./ops/ops-doors.ts";
import type { DoorKind } from "./push/push-schema.ts";
import type { ReportName } from "./reports/report-doors.ts";

/** Whoever answers what is asked at the addresses. */
export interface Doors {
  readonly collect: (request: Request, caller: Caller) => Promise<Response>;
  /** Where the public key of a request may be used; empty: anywhere. */
  readonly originsOfKey: (request: RequestHead) => Promise<readonly string[]>;
  readonly publicDefinitions: (request: Request) => Promise<Response>;
  readonly scripts: Scripts;
  readonly me: (request: Request, caller: Caller) => Promise<Response>;
  readonly read: (report: ReportName) => Handler;
  readonly change: (answer: ChangeDoor) => Handler;
  readonly push: Readonly<Record<DoorKind, (request: Request) => Promise<Response>>>;
  readonly segment: (request: Request) => Promise<Response>;
  readonly sessions: Sessions;
  readonly ops: OpsDoors;
  readonly openapi: (request: Request) => Promise<Response>;
  readonly dashboard: Dashboard;
}

const JSON_TYPES = ["application/json"];
const asJson = () => JSON_TYPES;
/** Lists are also files. */
const asList = (method: string) => (method === "GET" ? LIST_TYPES : JSON_TYPES);
/** What is told and read elsewhere. */
const PUSH_ONLY = [
  "seats",
  "actions",
  "gauges",
  "touchpoints",
  "responses",
  "pillars",
  "presence",
  "annotations",
] as const satisfies readonly DoorKind[];
const anyOrigin = async (): Promise<readonly string[]> => [];

/** Every address of a collector: its methods, the media types of its replies, and who may read them in a browser. */
export function createRoutes(doors: Doors): readonly Route[] {
  const { publicDefinitions, scripts, me, read, change, push, segment, sessions, ops, openapi, dashboard } = doors;
  const forKey: Route["cors"] = { origins: doors.originsOfKey, headers: ["Content-Type"] };

  return [
    { path: "/v1/collect", methods: { POST: (request, _, caller) => doors.collect(request, caller) }, cors: forKey },
    { path: "/v1/definitions", methods: { GET: publicDefinitions }, produces: asJson, cors: forKey },
    { path: "/uptake.js", methods: { GET: scripts.tracker }, cors: forKey },
    ...PLAIN_SCRIPTS.map((name): Route => ({
      path: `/${name}`,
      methods: { GET: (request) => scripts.plain(request, name) },
      cors: { origins: anyOrigin, headers: [] },
    })),
    {
      path: "/v/:version/:name",
      methods: { GET: (request, { version: asked = "", name = "" }) => scripts.versioned(request, asked, name) },
      cors: { origins: anyOrigin, headers: [] },
    },
    {
      path: "/v1/me",
      methods: { GET: (request, _, caller) => me(request, caller) },
      produces: asJson,
      cors: { origins: anyOrigin, headers: ["Authorization"] },
    },
    { path: "/v1/accounts", methods: { GET: read("accounts"), PUT: push.accounts }, produces: asList },
    {
      path: "/v1/accounts/:id/features",
      methods: { GET: read("accountFeatures") },
      produces: asList,
    },
    { path: "/v1/accounts/:id", methods: { GET: read("account") }, produces: asJson },
    { path: "/v1/users/:id", methods: { GET: read("user") }, produces: asJson },
    { path: "/v1/features", methods: { GET: read("features") }, produces: asList },
    { path: "/v1/features/:feature/relevance", methods: { POST: change(answerRelevance) }, produces: asJson },
    { path: "/v1/relevance", methods: { GET: read("relevance") }, produces: asList },
    { path: "/v1/users", methods: { GET: read("users"), PUT: push.users }, produces: asList },
    { path: "/v1/assets", methods: { GET: read("assets"), PUT: push.assets }, produces: asList },
    { path: "/v1/modules", methods: { GET: read("modules") }, produces: asList },
    { path: "/v1/accounts/:id/modules", methods: { GET: read("accountModules") }, produces: asList },
    { path: "/v1/modules/:id/nearly-there", methods: { GET: read("nearlyThere") }, produces: asList },
    {
      path: "/v1/snapshots",
      methods: { GET: read("snapshots"), POST: change(recordSnapshots) },
      produces: asList,
    },
    { path: "/v1/snapshots/compare", methods: { GET: read("comparison") }, produces: asList },
    { path: "/v1/targets", methods: { PUT: change(putTarget) }, produces: asJson },
    { path: "/v1/segments", methods: { GET: read("segments") }, produces: asList },
    { path: "/v1/segments/:id/members", methods: { GET: read("segmentMembers") }, produces: asList },
    { path: "/v1/milestones", methods: { GET: read("milestones") }, produces: asList },
    { path: "/v1/milestones/:id/reset", methods: { POST: change(resetMilestone) }, produces: asJson },
    { path: "/v1/milestones/:id/relevance", methods: { POST: change(setRelevance) }, produces: asJson },
    { path: "/v1/stages", methods: { GET: read("stages"), DELETE: change(removeStage) }, produces: asList },
    { path: "/v1/stages/matrix", methods: { GET: read("stageMatrix") }, produces: asList },
    { path: "/v1/stages/nearly", methods: { GET: read("nearlyAdopted") }, produces: asList },
    // Names no feature that is called as one of the addresses before it.
    { path: "/v1/stages/:feature", methods: { DELETE: change(removeStage) }, produces: asJson },
    { path: "/v1/explain", methods: { GET: read("explanation") }, produces: asList },
    { path: "/v1/overview", methods: { GET: read("overview") }, produces: asJson },
    { path: "/v1/trend", methods: { GET: read("trend") }, produces: asJson },
    { path: "/v1/retention", methods: { GET: read("retention") }, produces: asJson },
    { path: "/v1/funnel", methods: { GET: read("funnel") }, produces: asJson },
    { path: "/v1/sparklines", methods: { GET: read("sparklines") }, produces: asJson },
    { path: "/v1/attention", methods: { GET: read("attention") }, produces: asList },
    { path: "/v1/coverage", methods: { GET: read("coverage") }, produces: asList },
    ...PUSH_ONLY.map((kind): Route => ({ path: `/v1/${kind}`, methods: { PUT: push[kind] }, produces: asJson })),
    { path: "/v1/segment", methods: { POST: segment }, produces: asJson },
    {
      path: "/v1/session",
      methods: { GET: sessions.show, POST: sessions.start, DELETE: sessions.end },
      produces: asJson,
    },
    { path: "/healthz", methods: { GET: ops.alive }, always: true },
    { path: "/readyz", methods: { GET: ops.ready }, always: true },
    { path: "/metrics", methods: { GET: (request, _, caller) => ops.metrics(request, caller) }, always: true },
    { path: "/openapi.json", methods: { GET: openapi }, produces: asJson, always: true },
    { path: "/", methods: { GET: dashboard.page } },
    { path: "/dashboard/:name", methods: { GET: (_, { name = "" }) => dashboard.asset(name) } },
  ];
}
