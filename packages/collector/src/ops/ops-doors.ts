import { requireSecretKey } from "../auth/bearer.ts";
import type { KeyRing } from "../auth/key-ring.ts";
import type { Caller } from "../http/app.ts";
import { HttpProblem } from "../http/problem.ts";
import type { Metrics } from "./metrics.ts";
import type { Readiness } from "./readiness.ts";

/** What the doors need. */
export interface OpsParts {
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  readonly keys: KeyRing;
  /** Public address; null: nobody has said that a proxy stands in front. */
  readonly baseUrl: string | null;
}

/** The doors for whoever runs the collector. */
export interface OpsDoors {
  /** `GET /healthz`: the process answers; it says nothing about the store, so that no full disk restarts it in a loop. */
  alive(): Promise<Response>;
  /** `GET /readyz`: whether it can take cells; else 503 and a `reason`. */
  ready(): Promise<Response>;
  /** `GET /metrics` */
  metrics(request: Request, caller: Caller): Promise<Response>;
}

const RETRY_MS = 5_000;

export function createOpsDoors({ readiness, metrics, keys, baseUrl }: OpsParts): OpsDoors {
  /**
   * A secret key with scope `read` may read the metrics, and so may this machine itself, unless `UPTAKE_BASE_URL` says that a
   * proxy stands in front: some proxies don't tell that they are one.
   */
  const assertReader = async (request: Request, { isLocal = false }: Caller): Promise<void> => {
    if (isLocal && baseUrl === null && isLoopbackName(new URL(request.url).hostname)) return;
    await requireSecretKey(request, keys, "read");
  };
  return {
    alive: async () => Response.json({ status: "ok" }),
    async ready() {
      const verdict = await readiness();
      if (verdict.kind === "ready") return Response.json({ status: "ready" });
      throw new HttpProblem("unavailable", verdict.detail, { retryAfterMs: RETRY_MS, reason: verdict.reason });
    },
    async metrics(request, caller) {
      await assertReader(request, caller);
      return new Response(await metrics.text(), { headers: { "content-type": metrics.contentType } });
    },
  };
}

/** Another name that leads here would let a stranger's page read what only this machine may. */
function isLoopbackName(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
