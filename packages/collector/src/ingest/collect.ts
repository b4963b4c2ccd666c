import { MAX_BODY_BYTES, type CollectReply } from "@uptake/tracker/protocol";
import type { HostSession, SignedIn } from "../auth/host-session.ts";
import type { KeyRing } from "../auth/key-ring.ts";
import { assertOrigin, namedKey, refuseKey } from "../auth/public-key-access.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { Caller } from "../http/app.ts";
import type { RateLimit } from "../http/rate-limit.ts";
import { assertContentLength, assertMediaType, assertNotCompressed, parseJson, readText } from "../http/read-body.ts";
import type { RequestHead } from "../http/request-head.ts";
import type { Facts } from "../store/facts.ts";
import type { Meter } from "../ops/meter.ts";
import { notedSkewMs } from "./clock-skew.ts";
import { createOutcome, judgeWriter, type JudgeRules, type Outcome } from "./judge-writer.ts";
import type { Proofs } from "./judge-owner.ts";
import { readRequest } from "./read-request.ts";
import { tallyOf } from "./tally.ts";

/** What collecting needs. */
export interface CollectParts extends Omit<Proofs, "signedIn"> {
  readonly facts: Facts;
  readonly keys: KeyRing;
  readonly definitions: () => Promise<CompiledDefinitions>;
  readonly rateLimit: RateLimit;
  readonly meter: Meter;
  readonly now: () => number;
}

/** A request of a tracker, whatever kind of server it came through. */
export interface CollectRequest {
  readonly head: RequestHead;
  readonly caller: Caller;
  /** Reads the body, but never more than `maxBytes` of it. */
  readonly readText: (maxBytes: number) => Promise<string>;
  /** Asks who is signed in to the host; at most once. */
  readonly askSession: () => Promise<SignedIn>;
}

/** What a request is answered. */
export interface Collected {
  /** JSON. */
  readonly reply: string;
  /** Exact origins that may read it; empty: any. */
  readonly origins: readonly string[];
}

/**
 * `POST /v1/collect?key=pk_…`: merges cells and answers when they are on disk.
 * @throws HttpProblem where the whole request is refused.
 */
export type Collect = (request: CollectRequest) => Promise<Collected>;

const MEDIA_TYPES = ["text/plain", "application/json"];

/** Puts the door together. */
export function createCollect(parts: CollectParts): Collect {
  const { facts, keys, rateLimit, meter, now, tokens, readAudience, signedWrites } = parts;

  /** Puts on disk what has been judged, adds what the store refuses to `outcome`, and returns how many cells it took. */
  const store = async ({ writes, quarantined, rejected }: Outcome, receivedAtMs: number): Promise<number> => {
    const merging = writes.length > 0 ? facts.mergeCells(writes, receivedAtMs) : [];
    const [reasons] =
      quarantined.length > 0
        ? await Promise.all([merging, facts.quarantine(quarantined, receivedAtMs)])
        : [await merging];
    let merged = 0;
    for (const [index, { writer, feature, slot }] of writes.entries()) {
      const reason = reasons[index] ?? null;
      if (reason === null) merged += 1;
      else rejected.push({ id: writer, feature, slot, reason });
    }
    return merged;
  };

  return async ({ head, caller: { address }, readText: read, askSession }) => {
    const key = namedKey(head);
    const record = await keys.publicKey(key);
    if (address !== null) await rateLimit.take({ key, known: record !== null, address });
    assertContentLength(head, MAX_BODY_BYTES);
    assertNotCompressed(head);
    assertMediaType(head, MEDIA_TYPES);
    const publicKey = record ?? refuseKey(key);
    assertOrigin(head, publicKey, "refused");
    const body = parseJson(await read(MAX_BODY_BYTES));
    const { sentAtMs, writers } = readRequest(body);
    const signedIn = await askSession();
    const receivedAtMs = now();
    const outcome = createOutcome();
    const rules: JudgeRules = {
      tokens,
      readAudience,
      signedWrites,
      signedIn,
      definitions: await parts.definitions(),
      skewMs: notedSkewMs(sentAtMs, receivedAtMs),
      nowMs: receivedAtMs,
    };
    for (const writer of writers) await judgeWriter(writer, rules, outcome);
    const merged = await store(outcome, receivedAtMs);
    meter.collected(tallyOf(body, outcome, merged, receivedAtMs));
    const { accepted, rejected } = outcome;
    return {
      reply: JSON.stringify({ now: now(), accepted, rejected } satisfies CollectReply),
      origins: publicKey.origins,
    };
  };
}

/** The door for whoever brings a `Request`. */
export function createCollectDoor(
  collect: Collect,
  hostSession: HostSession,
): (request: Request, caller: Caller) => Promise<Response> {
  return async (request, caller) => {
    const { reply } = await collect({
      head: request,
      caller,
      readText: (maxBytes) => readText(request, maxBytes),
      askSession: () => hostSession.ask(request, caller),
    });
    return new Response(reply, { headers: { "content-type": "application/json" } });
  };
}
