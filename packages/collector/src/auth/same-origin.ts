import { HttpProblem } from "../http/problem.ts";

/** The origins of the collector itself: its public address, and the one that a request named. */
export function originsOf(request: Request, baseUrl: string | null): readonly string[] {
  const own = new URL(request.url).origin;
  return baseUrl === null ? [own] : [new URL(baseUrl).origin, own];
}

/**
 * Whether one of the collector's own pages sent a request, or no browser at all. `Sec-Fetch-Site` is the browser's word,
 * which no page can forge and no proxy's rewriting of addresses blurs. Where it is missing (old browsers, plain http) the
 * origin says it; where that is missing too, a cookie may have come along on another site's wish, which only matters to
 * requests that change something.
 */
export function isFromOwnOrigin(request: Request, origins: readonly string[]): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = request.headers.get("origin");
  if (origin !== null) return origins.includes(origin);
  return ["GET", "HEAD"].includes(request.method) || !request.headers.has("cookie");
}

/**
 * Refuses a change that another site's page asked for in the name of who is signed in.
 * @throws HttpProblem `cross-site`.
 */
export function assertSameOrigin(request: Request, origins: readonly string[]): void {
  if (isFromOwnOrigin(request, origins)) return;
  const { headers } = request;
  const from = headers.get("origin") ?? headers.get("sec-fetch-site") ?? "an unknown origin";
  throw new HttpProblem(
    "cross-site",
    `The request came from ${from}. Send it from ${origins.join(" or ")}; behind a proxy set UPTAKE_BASE_URL, or baseUrl.`,
  );
}
