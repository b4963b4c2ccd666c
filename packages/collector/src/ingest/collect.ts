import { MAX_BODY_BYTES, type CollectReply } from "@uptake/tracker/protocol";
import type { KeyRing } from "../auth/key-ring.ts";
import { assertOrigin, requirePublicKey } from "../auth/public-key-access.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { Caller } from "../http/app.ts";
import type { RateLimit } from "../http/rate-limit.ts";
import { assertContentLength, assertMediaType, parseJson, readText } from "../http/read-body.ts";
import type { Facts } from "../store/facts.ts";
import { createOutcome, judgeWriter, type JudgeRules } from "./judge-writer.ts";
import { readWriters } from "./read-request.ts";

/** What the door needs. */
export interface CollectParts {
  readonly facts: Facts;
  readonly keys: KeyRing;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** Null: this workspace can't check tokens. */
  readonly tokens: Tokens | null;
  readonly readAudience: string;
  readonly rateLimit: RateLimit;
  readonly now: () => number;
}

/**
 * `POST /v1/collect?key=pk_…`: merges cells and answers when they are on disk.
 * @returns the door; it rejects with `HttpProblem` where the whole request is refused.
 */
export function createCollectDoor(parts: CollectParts): (request: Request, caller: Caller) => Promise<Response> {
  const { facts, keys, rateLimit, now } = parts;
  return async (request, { address }) => {
    const key = new URL(request.url).searchParams.get("key") ?? "";
    await rateLimit.take({ key, known: (await keys.publicKey(key)) !== null, address });
    assertContentLength(request, MAX_BODY_BYTES);
    assertMediaType(request, ["text/plain", "application/json"]);
    assertOrigin(request, await requirePublicKey(request, keys), "refused");
    const writers = readWriters(parseJson(await readText(request, MAX_BODY_BYTES)));
    const receivedAtMs = now();
    const outcome = createOutcome();
    const rules: JudgeRules = { ...parts, definitions: await parts.definitions(), nowMs: receivedAtMs };
    for (const writer of writers) await judgeWriter(writer, rules, outcome);
    const [reasons] = await Promise.all([
      outcome.writes.length > 0 ? facts.mergeCells(outcome.writes, receivedAtMs) : [],
      outcome.quarantined.length > 0 ? facts.quarantine(outcome.quarantined, receivedAtMs) : undefined,
    ]);
    outcome.writes.forEach(({ writer, feature, slot }, index) => {
      const reason = reasons[index] ?? null;
      if (reason !== null) outcome.rejected.push({ id: writer, feature, slot, reason });
    });
    const { accepted, rejected } = outcome;
    return Response.json({ now: now(), accepted, rejected } satisfies CollectReply);
  };
}
