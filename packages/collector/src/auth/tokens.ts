import { isId } from "@uptake/tracker/protocol";
import {
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from "jose";
import { HttpProblem } from "../http/problem.ts";

/** How end users' tokens are checked: by a secret shared with the host, or by the host's public keys. */
export type JwtKey =
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "jwks"; readonly url: string };

/** What a token proved. */
export type TokenVerdict =
  | { readonly kind: "valid"; readonly account: string; readonly user: string; readonly expiresAtMs: number }
  | { readonly kind: "refused"; readonly reason: "token_invalid" | "token_expired"; readonly detail: string };

/** Checks tokens that the host signed. */
export interface Tokens {
  /**
   * Checks signature, algorithm, audience, `sub`, `account` and `exp`, with 60 s of tolerance for clocks.
   * @param whenExpired `accept` leaves the judgement of `exp` to the caller, who knows for when the token has to hold.
   * @throws HttpProblem `unavailable` while the host's public keys can't be fetched.
   */
  verify(token: string, audiences: readonly string[], whenExpired: "refuse" | "accept"): Promise<TokenVerdict>;
}

const CLOCK_TOLERANCE_SECONDS = 60;
const JWKS_RETRY_MS = 5_000;
/** How soon a key that the host has begun to sign by is asked for. Made-up key ids cause no more requests than this. */
const JWKS_COOLDOWN_MS = 5_000;
/** Nobody waits for keys again that could not be fetched a moment ago. */
const JWKS_PAUSE_MS = 1_000;
/** Asymmetric only: a public key must never be usable as an HMAC secret. */
const JWKS_ALGORITHMS = ["ES256", "EdDSA", "Ed25519", "RS256"];

/** @param now clock, Unix ms. */
export function createTokens(key: JwtKey, now: () => number): Tokens {
  const check = createCheck(key, now);
  return {
    async verify(token, audiences, whenExpired) {
      try {
        const { payload } = await check(token, {
          audience: [...audiences],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: new Date(whenExpired === "refuse" ? now() : Math.min(now(), lastValidMs(token))),
          requiredClaims: ["exp", "sub", "account"],
        });
        return readPayload(payload);
      } catch (error) {
        return refusal(error);
      }
    },
  };
}

function createCheck(
  key: JwtKey,
  now: () => number,
): (token: string, options: JWTVerifyOptions) => Promise<{ payload: JWTPayload }> {
  if (key.kind === "secret") {
    // Once for all tokens: to read the key takes as long as to check one.
    let secret: Promise<CryptoKey> | undefined;
    return async (token, options) => {
      secret ??= importSecret(key.secret);
      return jwtVerify(token, await secret, { ...options, algorithms: ["HS256"] });
    };
  }
  const findKey = createFindKey(key.url, now);
  return (token, options) => jwtVerify(token, findKey, { ...options, algorithms: JWKS_ALGORITHMS });
}

function importSecret(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["verify"]);
}

/**
 * Finds keys in the host's set, which is fetched once for many, and again after ten minutes or for a key that it lacks. A
 * token that names no key of the host is wrong; keys that can't be fetched say nothing about the token.
 */
function createFindKey(url: string, now: () => number): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url), { cooldownDuration: JWKS_COOLDOWN_MS });
  let failedAtMs = Number.NEGATIVE_INFINITY;
  const unavailable = (): HttpProblem =>
    new HttpProblem("unavailable", "The public keys that check tokens can't be fetched now. Try again.", {
      retryAfterMs: JWKS_RETRY_MS,
    });
  return async (header, token) => {
    if (!remote.fresh && Math.abs(now() - failedAtMs) < JWKS_PAUSE_MS) throw unavailable();
    try {
      return await remote(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      failedAtMs = now();
      throw unavailable();
    }
  };
}

/** A moment at which the token had not expired yet; nothing else about it is believed here. */
function lastValidMs(token: string): number {
  const { exp } = decodeJwt(token);
  return typeof exp === "number" ? Math.max(0, (exp - 1) * 1000) : Number.POSITIVE_INFINITY;
}

function readPayload({ sub, account, exp }: JWTPayload & { readonly account?: unknown }): TokenVerdict {
  if (!isId(sub) || !isId(account) || exp === undefined) {
    return {
      kind: "refused",
      reason: "token_invalid",
      detail: "`sub` and `account` must be ids of at most 128 characters.",
    };
  }
  return { kind: "valid", account, user: sub, expiresAtMs: exp * 1000 };
}

function refusal(error: unknown): TokenVerdict {
  if (error instanceof HttpProblem) throw error;
  if (error instanceof errors.JWTExpired) {
    return { kind: "refused", reason: "token_expired", detail: "Its `exp` has passed. Sign a new one." };
  }
  const why = error instanceof errors.JOSEError ? error.message : "it is no JWT";
  return {
    kind: "refused",
    reason: "token_invalid",
    detail: `It does not hold: ${why}. Check secret, audience, claims.`,
  };
}
