import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import type { IdentityOf } from "../auth/host-session.ts";
import type { Logger } from "../ops/logger.ts";
import { assertAcceptable } from "./accept.ts";
import { withoutBasePath } from "./base-path.ts";
import { allowOrigin, preflightResponse } from "./cors.ts";
import { HttpProblem, problemResponse } from "./problem.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { draining, toProblem } from "./to-problem.ts";
import type { Replied, Visit } from "./visit.ts";

/** What is known of a caller beside the request. */
export interface Caller {
  /** Network address to count requests by; null: unknown, or exempt. */
  readonly address: string | null;
  /**
   * Whether the request came from this machine itself, and through no proxy that says so.
   * @defaultValue false
   */
  readonly isLocal?: boolean;
  /** Who is signed in to the host, where its own request knows it; in place of the collector's `identity`. */
  readonly identity?: () => ReturnType<IdentityOf>;
}

/** Answers one method of one address. Throws `HttpProblem` where it refuses. */
export type Handler = (
  request: Request,
  parameters: Readonly<Record<string, string>>,
  caller: Caller,
) => Promise<Response>;

/** One address and everything it answers. */
export interface Route {
  /** As Hono writes paths: `:name` stands for one segment. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<"GET" | "POST" | "PUT" | "DELETE", Handler>>>;
  /** The media types of a method's replies; a request that excludes all of them is refused. Absent: any is answered. */
  readonly produces?: (method: string) => readonly string[];
  /** Whether it also answers while the collector starts and stops. */
  readonly always?: boolean;
  /** Who may read the replies in a browser; absent: the collector's own pages only. */
  readonly cors?: {
    /** Exact origins; empty: any. */
    readonly origins: (request: Request) => Promise<readonly string[]>;
    /** Request headers that a page may send beside the ones that need no preflight. */
    readonly headers: readonly string[];
  };
}

/** What the app needs. */
export interface AppParts {
  readonly routes: readonly Route[];
  /** In front of every path; empty at the root. */
  readonly basePath: string;
  /** Answers a browser that asks for a page no route names. */
  readonly page: () => Promise<Response>;
  /** What every request waits for. */
  readonly before: () => Promise<unknown>;
  readonly isHttps: (request: Request) => boolean;
  /** Whether the collector is stopping. */
  readonly isDraining: () => boolean;
  readonly logger: Logger;
  readonly replied: Replied;
}

type App = Hono<{ Bindings: Visit }>;

/** Routes, errors, CORS and headers: everything that all doors share. */
export function createApp(parts: AppParts): (request: Request, caller: Caller) => Promise<Response> {
  const { basePath } = parts;
  const app: App = new Hono(
    basePath === "" ? {} : { getPath: (request) => withoutBasePath(getPath(request), basePath) },
  );
  for (const route of parts.routes) addFrame(app, route);
  for (const route of parts.routes) addOptions(app, route);
  for (const route of parts.routes) if (route.always === true) addRoute(app, route);
  app.use(async (_context, next) => {
    if (parts.isDraining()) throw draining();
    await parts.before();
    await next();
  });
  for (const route of parts.routes) if (route.always !== true) addRoute(app, route);
  app.notFound(({ req, env }) => {
    const isPage =
      ["GET", "HEAD"].includes(req.method) && req.raw.headers.get("accept")?.includes("text/html") === true;
    if (isPage && !req.path.startsWith("/v1/")) {
      env.door = "page";
      return parts.page();
    }
    throw new HttpProblem("not-found", `There is no ${req.path.slice(0, 200)}. Check the address.`);
  });
  app.onError((error, { req, env }) => {
    const problem = toProblem(error, req.method, env.door, parts.logger);
    env.problem = problem.kind;
    return problemResponse(problem);
  });
  return async (request, caller) => {
    const visit: Visit = { caller, door: "other", problem: null };
    const response = await app.fetch(request, visit);
    addSecurityHeaders(response.headers, parts.isHttps(request));
    parts.replied(visit, response.status);
    return response;
  };
}

/** What surrounds every answer of an address, errors too. */
function addFrame(app: App, { path, cors }: Route): void {
  app.use(path, async (context, next) => {
    context.env.door = path;
    await next();
    if (cors === undefined) return;
    // Whatever went wrong, a page has to be able to read that it did.
    const origins = await cors.origins(context.req.raw).catch(() => []);
    allowOrigin(context.res.headers, origins, context.req.raw.headers.get("origin"));
  });
}

/** Answered at any time: a page that can't ask first can't read that it has to wait. */
function addOptions(app: App, route: Route): void {
  const { path, methods, cors } = route;
  const allow = allowedMethods(route);
  const policy = cors && { methods: Object.keys(methods), headers: cors.headers };
  app.options(path, () => Promise.resolve(policy ? preflightResponse(policy, allow) : noContent(allow)));
}

function addRoute(app: App, route: Route): void {
  const { path, methods, produces } = route;
  for (const [method, handler] of Object.entries(methods)) {
    app.on(method, path, ({ req, env }) => {
      if (produces !== undefined) assertAcceptable(req.raw.headers.get("accept"), produces(method));
      return handler(req.raw, req.param(), env.caller);
    });
  }
  const allow = allowedMethods(route);
  app.all(path, ({ req }) => {
    throw new HttpProblem("method-not-allowed", `${req.method} is not answered here. Use ${allow}.`, {
      headers: { allow },
    });
  });
}

function allowedMethods({ methods }: Route): string {
  const names = Object.keys(methods);
  return [...names, ...(names.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

function noContent(allow: string): Response {
  return new Response(null, { status: 204, headers: { allow } });
}
