import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { ChangeDoor, ChangeParts } from "./api/changes/change-request.ts";
import { readChanger } from "./auth/write-access.ts";
import { createOpenapiDoor } from "./api/openapi/openapi-door.ts";
import { openapiDocument } from "./api/openapi/openapi-document.ts";
import { createHostSession } from "./auth/host-session.ts";
import { createKeyRing } from "./auth/key-ring.ts";
import { namedKey } from "./auth/public-key-access.ts";
import { readAsker } from "./auth/read-access.ts";
import { createScopeOf } from "./auth/session-scope.ts";
import { createSessions } from "./auth/sessions.ts";
import { createTokens } from "./auth/tokens.ts";
import type { CollectorOptions } from "./collector-options.ts";
import { checkDefinitions } from "./domain/definitions/check-definitions.ts";
import type { Definitions } from "./domain/definitions/definitions.ts";
import { createCalendarMemory } from "./domain/workspace-calendar.ts";
import { createApp, type Caller, type Handler, type Route } from "./http/app.ts";
import { readBasePath } from "./http/base-path.ts";
import { createBrowserFiles } from "./http/browser-files.ts";
import { createDashboard } from "./http/dashboard.ts";
import { createNodeCollect, isCollectRequest } from "./http/node-collect.ts";
import { createDailySalt, createRateLimit } from "./http/rate-limit.ts";
import type { RequestHead } from "./http/request-head.ts";
import { createScripts } from "./http/scripts.ts";
import { createCollect, createCollectDoor } from "./ingest/collect.ts";
import { createDefinitionsDoor } from "./ingest/definitions-door.ts";
import { createAdoptionJob } from "./jobs/adoption-job.ts";
import { createMilestoneKeeper } from "./jobs/milestone-keeper.ts";
import { createScheduler } from "./jobs/scheduler.ts";
import { evaluateSegments } from "./jobs/evaluate-segments.ts";
import { createSegmentJob } from "./jobs/segment-job.ts";
import { createSnapshotJob } from "./jobs/snapshot-job.ts";
import { createUpkeepJobs } from "./jobs/upkeep-jobs.ts";
import { createThreadEvaluation } from "./kept/evaluate-on-thread.ts";
import { createOwnDaysKeeping } from "./kept/start-keeping-own-days.ts";
import { createKeeping } from "./kept/start-keeping.ts";
import { createMeDoor } from "./me/me.ts";
import { applyDefinitions, type DefinitionsOutcome } from "./ops/apply-definitions.ts";
import { createCurrentDefinitions } from "./ops/current-definitions.ts";
import { SILENT_LOGGER } from "./ops/logger.ts";
import { createOperations } from "./ops/operations.ts";
import { createOpsDoors } from "./ops/ops-doors.ts";
import { createPushDoors } from "./push/push.ts";
import { createSegmentDoor } from "./push/segment.ts";
import { awaitKept } from "./reports/await-kept.ts";
import { createOwnReports } from "./reports/own-reports.ts";
import type { ReportName } from "./reports/report-doors.ts";
import { createReportPool } from "./reports/report-pool.ts";
import type { Reports } from "./reports/report.ts";
import { createRoutes } from "./routes.ts";

/** A collector. Mount `fetch` in a server, or let `uptake serve` do it. */
export interface Collector {
  /**
   * Answers one request.
   * @param caller what the host knows of the caller; without an address requests are not limited.
   */
  fetch(request: Request, caller?: Caller): Promise<Response>;
  /**
   * Answers a tracker's request to Node's own server as `fetch` would, at a third of the cost: nothing is wrapped in a
   * `Request` and a `Response`.
   * @returns false for every other request, and wherever a host's session is asked: it is left as it was, `fetch` answers it.
   */
  collect(incoming: IncomingMessage, outgoing: ServerResponse, caller?: Caller): boolean;
  /** Applies the definitions and starts the jobs; requests wait for it by themselves. Tells what became of them. */
  ready(): Promise<DefinitionsOutcome>;
  /** Makes a token for `<address>/sign-in#token=…`: it signs one browser in, once, within a day. */
  createSignInToken(): Promise<string>;
  /**
   * Stops the jobs, refuses new requests, waits for those under way (at most `maxWaitMs`, 10 s unless given), and closes
   * the store.
   */
  close(maxWaitMs?: number): Promise<void>;
}

const DEFAULT_RATE_LIMIT = 3_000;
const DEFAULT_AUDIENCE = "uptake";
const DEFAULT_DRAIN_MS = 10_000;
const DEFAULT_SLOT_DAYS = 400;
/** The same from `src` and from `dist`. */
const OWN_FOLDER = new URL("..", import.meta.url);

/**
 * Puts a collector together.
 * @throws Error when the definitions don't hold, RangeError when `basePath` doesn't.
 */
export function createCollector(options: CollectorOptions): Collector {
  const { store, jwt, signedWrites = "off", now = Date.now, random = randomBytes } = options;
  if (signedWrites !== "off" && jwt === undefined) {
    throw new Error(`[collector] signedWrites is "${signedWrites}" and there is no jwt to check tokens by. Give both.`);
  }
  const { records } = store;
  const version = readVersion();
  const operations = createOperations({
    facts: store.facts,
    logger: options.logger ?? SILENT_LOGGER,
    version,
    withProcess: options.processMetrics ?? false,
    countProofs: signedWrites !== "off",
    now,
  });
  const { facts, logger, metrics, inFlight, replied } = operations;
  const baseUrl = options.baseUrl ?? null;
  const basePath = readBasePath(options.basePath, baseUrl);
  const hostSession = createHostSession(options.identity ?? null, baseUrl, logger);
  const readAudience = options.jwtAudience ?? DEFAULT_AUDIENCE;
  const fileDefinitions = options.definitions === undefined ? null : assertDefinitions(options.definitions);
  const keys = createKeyRing(records, now);
  const tokens = jwt === undefined ? null : createTokens(jwt, now);
  const scopeOf = createScopeOf(facts);
  const rateLimit = createRateLimit(options.rateLimit ?? DEFAULT_RATE_LIMIT, createDailySalt(random, now));
  const sessions = createSessions({ records, baseUrl, basePath, rateLimit, random, now });
  const current = createCurrentDefinitions(records, now);
  const definitions = () => current.get();
  const files = createBrowserFiles(options.browserFolder ?? fileURLToPath(new URL("dist/browser", OWN_FOLDER)));
  const dashboard = createDashboard(files, basePath);
  const collect = createCollect({
    facts,
    keys,
    definitions,
    tokens,
    readAudience,
    signedWrites,
    rateLimit,
    meter: metrics,
    now,
  });
  const collectDoor = createCollectDoor(collect, hostSession);
  const calendarOf = createCalendarMemory();
  const pushParts = { facts, keys, definitions, now };
  const readParts: ChangeParts = {
    facts,
    records,
    definitions,
    calendarOf,
    now,
  };

  const storePath = store.path;
  const reports = storePath === undefined ? createOwnReports(readParts) : createPool(storePath, options.jobs !== false);

  function createPool(file: string, keepsFigures: boolean): Reports {
    if (!keepsFigures) return createReportPool(file);
    const ownDays = createOwnDaysKeeping(file, logger, now);
    const presets = createKeeping(file, logger, now);
    return awaitKept(createReportPool(file, ownDays.noteRead), { presets, ownDays });
  }
  const read =
    (report: ReportName): Handler =>
    async (request, path) => {
      const asker = await readAsker(request, keys, sessions, scopeOf);
      await store.catchUp?.();
      const response = await reports.answer({
        report,
        query: new URL(request.url).search,
        path,
        accept: request.headers.get("accept"),
        asker,
        nowMs: now(),
      });
      // Nobody reads the body of an answer to HEAD, not even to its end.
      if (request.method === "HEAD") await response.body?.cancel();
      return response;
    };
  const change =
    (answer: ChangeDoor): Handler =>
    async (request, path) =>
      answer({
        request,
        parameters: new URL(request.url).searchParams,
        path,
        changer: await readChanger(request, keys, sessions, scopeOf, baseUrl),
        parts: readParts,
      });
  const originsOfKey = async (request: RequestHead): Promise<readonly string[]> =>
    (await keys.publicKey(namedKey(request)))?.origins ?? [];

  const routes: readonly Route[] = createRoutes({
    collect: collectDoor,
    originsOfKey,
    publicDefinitions: createDefinitionsDoor(keys, definitions),
    scripts: createScripts({ files, keys, definitions, version }),
    me: createMeDoor({ facts, records, calendarOf, definitions, tokens, readAudience, hostSession, now }),
    read,
    change,
    push: createPushDoors(pushParts),
    segment: createSegmentDoor(pushParts),
    sessions,
    ops: createOpsDoors({ ...operations, keys, baseUrl }),
    openapi: createOpenapiDoor(() => openapiDocument(routes, version)),
    dashboard,
  });

  const { slotDays = DEFAULT_SLOT_DAYS, retentionDays = null } = options;
  const jobs = [
    ...createUpkeepJobs({ upkeep: store.upkeep, slotDays, retentionDays, now }),
    createAdoptionJob({
      facts,
      adoptions: records,
      milestones: createMilestoneKeeper({ facts, records, calendarOf, now }),
      definitions,
      now,
    }),
    createSegmentJob({
      ...readParts,
      ...(storePath !== undefined && {
        evaluate: createThreadEvaluation({ path: storePath, now, here: () => evaluateSegments(readParts, null) }),
      }),
    }),
    createSnapshotJob({ facts, snapshots: records, definitions, calendarOf, now }),
  ];
  const scheduler = createScheduler({ jobs: options.jobs === false ? [] : jobs, logger });
  let applied: Promise<DefinitionsOutcome> | null = null;
  const ready = (): Promise<DefinitionsOutcome> => {
    applied ??= applyDefinitions(fileDefinitions, records, now()).then(
      (outcome) => {
        scheduler.start();
        return outcome;
      },
      (error: unknown) => {
        // The next request tries again.
        applied = null;
        throw error;
      },
    );
    return applied;
  };
  const shared = {
    before: ready,
    isHttps: (request: RequestHead) => (baseUrl ?? request.url).startsWith("https:"),
    isDraining: () => inFlight.isClosing(),
    logger,
    replied,
  };
  const app = createApp({ routes, basePath, page: dashboard.page, ...shared });
  const nodeCollect = createNodeCollect({ collect, origins: originsOfKey, ...shared });

  return {
    fetch: (request, caller) => inFlight.track(app(request, readCaller(caller))),
    collect(incoming, outgoing, caller) {
      const known = readCaller(caller);
      // Hosts look for their session in a `Request`.
      const hasSession = options.identity !== undefined || known.identity !== undefined;
      if (hasSession || !isCollectRequest(incoming)) return false;
      void inFlight.track(nodeCollect(incoming, outgoing, known));
      return true;
    },
    ready,
    createSignInToken: () => sessions.createSignInToken(),
    async close(maxWaitMs = DEFAULT_DRAIN_MS) {
      const jobsStopped = scheduler.stop();
      const abandoned = await inFlight.close(maxWaitMs);
      await Promise.all([jobsStopped, reports.close()]);
      await store.close();
      logger.info({ abandoned }, "stopped");
    },
  };
}

/** Servers hand fetch handlers what they like as a second argument: only what a caller is made of is taken from it. */
function readCaller(caller: Partial<Caller> | undefined): Caller {
  const { address, identity, isLocal } = caller ?? {};
  return {
    address: typeof address === "string" ? address : null,
    ...(typeof identity === "function" && { identity }),
    isLocal: isLocal === true,
  };
}

function assertDefinitions(value: Definitions): Definitions {
  const check = checkDefinitions(value);
  if (check.kind === "valid") return check.definitions;
  throw new Error(`[definitions] They don't hold:\n${check.problems.map((problem) => `  - ${problem}`).join("\n")}`);
}

function readVersion(): string {
  const text = readFileSync(new URL("package.json", OWN_FOLDER), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
