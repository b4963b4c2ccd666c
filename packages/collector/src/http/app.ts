import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import type { IdentityOf } from "../auth/host-session.ts";
import type { Logger } from "../ops/logger.ts";
import { withoutBasePath } from "./base-path.ts";
import { allowOrigin, preflightResponse } from "./cors.ts";
import { HttpProblem, problemResponse } from "./problem.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { draining, toProblem } from "./to-problem.ts";

/** What is known of a caller beside the request. */
export interface Caller {
  /** Network address to count requests by; null: unknown, or exempt. */
  readonly address: string | null;
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
  readonly before: () => Promise<void>;
  readonly isHttps: (request: Request) => boolean;
  /** Whether the collector is stopping. */
  readonly isDraining: () => boolean;
  readonly logger: Logger;
}

/** Routes, errors, CORS and headers: everything that all doors share. */
export function createApp(parts: AppParts): (request: Request, caller: Caller) => Promise<Response> {
  const { basePath } = parts;
  const app = new Hono<{ Bindings: Caller }>(
    basePath === "" ? {} : { getPath: (request) => withoutBasePath(getPath(request), basePath) },
  );
  for (const route of parts.routes) addCors(app, route);
  app.use(async (_context, next) => {
    if (parts.isDraining()) throw draining();
    await parts.before();
    await next();
  });
  for (const route of parts.routes) addRoute(app, route);
  app.notFound(({ req }) => {
    const isPage = req.method === "GET" && req.raw.headers.get("accept")?.includes("text/html") === true;
    if (isPage && !req.path.startsWith("/v1/")) return parts.page();
    throw new HttpProblem("not-found", `There is no ${req.path.slice(0, 200)}. Check the address.`);
  });
  app.onError((error, { req }) => problemResponse(toProblem(error, req.method, req.path, parts.logger)));
  return async (request, caller) => {
    const response = await app.fetch(request, caller);
    addSecurityHeaders(response.headers, parts.isHttps(request));
    return response;
  };
}

function addCors(app: Hono<{ Bindings: Caller }>, { path, cors }: Route): void {
  if (cors === undefined) return;
  app.use(path, async (context, next) => {
    await next();
    // Whatever went wrong, a page has to be able to read that it did.
    const origins = await cors.origins(context.req.raw).catch(() => []);
    allowOrigin(context.res.headers, origins, context.req.raw.headers.get("origin"));
  });
}

function addRoute(app: Hono<{ Bindings: Caller }>, { path, methods, cors }: Route): void {
  const names = Object.keys(methods);
  for (const [method, handler] of Object.entries(methods)) {
    app.on(method, path, ({ req, env }) => handler(req.raw, req.param(), env));
  }
  if (cors !== undefined) {
    app.options(path, () => Promise.resolve(preflightResponse({ methods: names, headers: cors.headers })));
  }
  const allowed = [...names, ...(names.includes("GET") ? ["HEAD"] : []), ...(cors ? ["OPTIONS"] : [])].join(", ");
  app.all(path, ({ req }) => {
    throw new HttpProblem("method-not-allowed", `${req.method} is not answered here. Use ${allowed}.`, {
      headers: { allow: allowed },
    });
  });
}
