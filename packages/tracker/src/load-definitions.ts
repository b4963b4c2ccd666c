import type { Edges } from "./edges.ts";
import type { Environment } from "./environment.ts";
import type { PublicDefinitions } from "./protocol/index.ts";
import { decideRetry } from "./retry.ts";

/** Fetches the workspace's definitions, again and again if need be. Gives up on an answer that won't change. */
export function loadDefinitions(
  { page, random }: Environment,
  edges: Edges,
  url: string,
  onDefinitions: (definitions: PublicDefinitions) => void,
): void {
  const attempt = async (failures: number) => {
    let status = 0;
    try {
      const response = await page.fetch(url, { credentials: "omit" });
      status = response.status;
      if (response.ok) {
        const definitions = (await response.json()) as PublicDefinitions;
        edges.after(0, () => onDefinitions(definitions));
        return;
      }
    } catch {
      // No network, or no JSON: another try.
    }
    const decision = decideRetry({ status, retryAfterMs: 0 }, failures, random());
    if (decision.kind === "retry") edges.after(decision.delayMs, () => void attempt(failures + 1));
  };
  void attempt(1);
}
