import { HttpProblem } from "../http/problem.ts";

/** The origins of the collector itself: its public address, and the one that a request named. */
export function originsOf(request: Request, baseUrl: string | null): readonly string[] {
  const own = new URL(request.url).origin;
  return baseUrl === null ? [own] : [new URL(baseUrl).origin, own];
}

/**
 * Refuses a change that another site's page asked for in the name of who is signed in. With a cookie the browser has to
 * say where the request comes from; without one there is nobody's name to misuse, but a wrong origin is refused all the same.
 * @throws HttpProblem `cross-site`.
 */
export function assertSameOrigin(request: Request, origins: readonly string[]): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isOwnOrigin = origin === null || origins.includes(origin);
  const isOwnSite = site === null || site === "same-origin" || site === "none";
  const isProved = (origin !== null && isOwnOrigin) || site === "same-origin" || !request.headers.has("cookie");
  if (isOwnOrigin && isOwnSite && isProved) return;
  throw new HttpProblem(
    "cross-site",
    `The request came from ${origin ?? site ?? "an unknown origin"}. Send it from ${origins.join(" or ")}; behind a proxy set UPTAKE_BASE_URL.`,
  );
}
