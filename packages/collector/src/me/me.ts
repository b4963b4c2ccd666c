import { bearerOf, unauthorized } from "../auth/bearer.ts";
import type { HostSession, Identity } from "../auth/host-session.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { Caller } from "../http/app.ts";
import { HttpProblem } from "../http/problem.ts";
import { readMe, type MeReplyParts } from "./me-reply.ts";

/** What the door needs. */
export interface MeParts extends MeReplyParts {
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** Null: this workspace can't check tokens, so only the host's session says who asks. */
  readonly tokens: Tokens | null;
  readonly readAudience: string;
  readonly hostSession: HostSession;
  readonly now: () => number;
}

/** `GET /v1/me`, with a token that the host signed or in its session: what a person may know of their own use. */
export function createMeDoor(parts: MeParts): (request: Request, caller: Caller) => Promise<Response> {
  const { now } = parts;
  return async (request, caller) => {
    const { account, user } = await whoAsks(request, caller, parts);
    const writer = new URL(request.url).searchParams.get("writer");
    const question = { account, user, writer, nowMs: now() };
    return Response.json(await readMe(question, parts, await parts.definitions()));
  };
}

/** A token that was brought along is what its sender means; the session answers for everybody else. */
async function whoAsks(
  request: Request,
  caller: Caller,
  { tokens, readAudience, hostSession }: MeParts,
): Promise<Identity> {
  const token = bearerOf(request);
  if (token !== null && tokens !== null) {
    const verdict = await tokens.verify(token, [readAudience], "refuse");
    if (verdict.kind === "valid") return verdict;
    throw new HttpProblem(verdict.reason === "token_expired" ? "token-expired" : "token-invalid", verdict.detail, {
      headers: { "www-authenticate": 'Bearer realm="uptake", error="invalid_token"' },
    });
  }
  const signedIn = await hostSession.ask(request, caller);
  if (signedIn.kind === "member") return signedIn;
  if (signedIn.kind === "nobody") {
    throw unauthorized("Nobody is signed in, or the page is on another origin. Sign in, or send a token.");
  }
  throw unauthorized(
    tokens === null
      ? "This collector can't check tokens. Set UPTAKE_JWT_SECRET or UPTAKE_JWKS_URL."
      : "There is no token. Send Authorization: Bearer <JWT signed by your server>.",
  );
}
