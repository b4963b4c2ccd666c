import { answerRelevance } from "./api/changes/answer-relevance.ts";
import { resetMilestone, setRelevance } from "./api/changes/decide-milestone.ts";
import type { ChangeDoor } from "./api/changes/change-request.ts";
import { markPremium } from "./api/changes/mark-premium.ts";
import { putTarget } from "./api/changes/put-target.ts";
import { removeSnapshot } from "./api/changes/remove-snapshot.ts";
import { recordSnapshots } from "./api/changes/record-snapshots.ts";
import { removeStage } from "./api/changes/remove-stage.ts";
import { OPERATIONS } from "./api/openapi/operations.ts";
import type { Operation } from "./api/openapi/operations/operation.ts";
import { assertDeclared } from "./api/query/assert-declared.ts";
import { LIST_TYPES } from "./api/query/list-query.ts";
import type { Sessions } from "./auth/sessions.ts";
import type { Caller, Handler, Route } from "./http/app.ts";
import type { Dashboard } from "./http/dashboard.ts";
import type { RequestHead } from "./http/request-head.ts";
import { PLAIN_SCRIPTS, type Scripts } from "./http/scripts.ts";
import type { OpsDoors } from "./ops/ops-doors.ts";
import type { LineKind } from "./push/push-schema.ts";
import { REPORT_DOORS, type ReportName } from "./reports/report-doors.ts";
import { isList } from "./reports/report-lists.ts";

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
  readonly push: Readonly<Record<LineKind, (request: Request) => Promise<Response>>>;
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
  "usage",
  "gauges",
  "pillars",
  "presence",
  "annotations",
] as const satisfies readonly LineKind[];
const anyOrigin = async (): Promise<readonly string[]> => [];

/** Every address of a collector: its methods, the media types of its replies, and who may read them in a browser. */
export function createRoutes(doors: Doors): readonly Route[] {
  const { publicDefinitions, scripts, me, read, change, push, segment, sessions, ops, openapi, dashboard } = doors;
  const forKey: Route["cors"] = { origins: doors.originsOfKey, headers: ["Content-Type"] };
  const report = (name: ReportName, others: Route["methods"] = {}): Route => {
    const { path } = REPORT_DOORS[name];
    return { path, methods: { GET: read(name), ...others }, produces: isList(path) ? asList : asJson };
  };

  const routes: readonly Route[] = [
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
    report("accounts", { PUT: push.accounts }),
    report("accountFeatures"),
    report("account"),
    report("user"),
    report("features"),
    { path: "/v1/features/:feature/relevance", methods: { POST: change(answerRelevance) }, produces: asJson },
    report("relevance"),
    report("users", { PUT: push.users }),
    report("assets", { PUT: push.assets }),
    report("modules"),
    report("accountModules"),
    report("moduleAccounts"),
    report("nearlyThere"),
    report("snapshots", { POST: change(recordSnapshots) }),
    report("moduleHistory"),
    report("comparison"),
    // No id is as short as the addresses before it.
    { path: "/v1/snapshots/:id", methods: { DELETE: change(removeSnapshot) }, produces: asJson },
    { path: "/v1/targets", methods: { PUT: change(putTarget) }, produces: asJson },
    { path: "/v1/premium", methods: { PUT: change(markPremium) }, produces: asJson },
    report("segments"),
    report("segmentMembers"),
    report("milestones"),
    { path: "/v1/milestones/:id/reset", methods: { POST: change(resetMilestone) }, produces: asJson },
    { path: "/v1/milestones/:id/relevance", methods: { POST: change(setRelevance) }, produces: asJson },
    report("stages", { DELETE: change(removeStage) }),
    report("stageMatrix"),
    report("nearlyAdopted"),
    // Names no feature that is called as one of the addresses before it.
    { path: "/v1/stages/:feature", methods: { DELETE: change(removeStage) }, produces: asJson },
    report("explanation"),
    report("overview"),
    report("trend"),
    report("history"),
    report("touchpoints", { PUT: push.touchpoints }),
    report("responses", { PUT: push.responses }),
    report("adoptions"),
    report("lapses"),
    report("retention"),
    report("funnel"),
    report("sparklines"),
    report("attention"),
    report("coverage"),
    ...PUSH_ONLY.map((kind): Route => ({ path: `/v1/${kind}`, methods: { PUT: push[kind] }, produces: asJson })),
    { path: "/v1/segment", methods: { POST: segment }, produces: asJson },
    {
      path: "/v1/session",
      methods: {
        GET: sessions.show,
        POST: (request, _, caller) => sessions.start(request, caller),
        DELETE: sessions.end,
      },
      produces: asJson,
    },
    { path: "/healthz", methods: { GET: ops.alive }, always: true },
    { path: "/readyz", methods: { GET: ops.ready }, always: true },
    { path: "/metrics", methods: { GET: (request, _, caller) => ops.metrics(request, caller) }, always: true },
    { path: "/openapi.json", methods: { GET: openapi }, produces: asJson, always: true },
    { path: "/", methods: { GET: dashboard.page } },
    { path: "/dashboard/:name", methods: { GET: (_, { name = "" }) => dashboard.asset(name) } },
  ];
  return routes.map(withDeclaredQuery);
}

/**
 * What programs of today ask is refused where it is misspelt. Pages ask with the script that they once got, and with what
 * their hosts put into addresses: there what nobody knows is passed over.
 */
const STRICT_TAGS: ReadonlySet<Operation["tag"]> = new Set(["Read", "Decide", "Push"]);

/** The same route, which refuses parameters that its operations don't declare. */
function withDeclaredQuery(route: Route): Route {
  const methods = Object.entries(route.methods).map(([method, answer]): readonly [string, Handler] => {
    const operation = OPERATIONS[`${method} ${route.path}`];
    if (operation === undefined || !STRICT_TAGS.has(operation.tag)) return [method, answer];
    const { query = [] } = operation;
    return [
      method,
      async (request, path, caller) => {
        assertDeclared(new URL(request.url).searchParams, query);
        return answer(request, path, caller);
      },
    ];
  });
  return { ...route, methods: Object.fromEntries(methods) };
}
