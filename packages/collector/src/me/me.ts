import { bearerOf, unauthorized } from "../auth/bearer.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { HttpProblem } from "../http/problem.ts";
import type { Facts } from "../store/facts.ts";
import { readMe } from "./me-reply.ts";

/** What the door needs. */
export interface MeParts {
  readonly facts: Facts;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** Null: this workspace can't check tokens, so nobody can read anything. */
  readonly tokens: Tokens | null;
  readonly readAudience: string;
  readonly now: () => number;
}

/** `GET /v1/me` with a token that the host signed: what a person may know of their own use. */
export function createMeDoor(parts: MeParts): (request: Request) => Promise<Response> {
  const { facts, tokens, readAudience, now } = parts;
  return async (request) => {
    if (tokens === null) {
      throw unauthorized("This collector can't check tokens. Set UPTAKE_JWT_SECRET or UPTAKE_JWKS_URL.");
    }
    const token = bearerOf(request);
    if (token === null)
      throw unauthorized("There is no token. Send Authorization: Bearer <JWT signed by your server>.");
    const verdict = await tokens.verify(token, [readAudience], "refuse");
    if (verdict.kind === "refused") {
      throw new HttpProblem(verdict.reason === "token_expired" ? "token-expired" : "token-invalid", verdict.detail, {
        headers: { "www-authenticate": 'Bearer realm="uptake", error="invalid_token"' },
      });
    }
    const { account, user } = verdict;
    const writer = new URL(request.url).searchParams.get("writer");
    return Response.json(await readMe({ account, user, writer, nowMs: now() }, facts, await parts.definitions()));
  };
}
