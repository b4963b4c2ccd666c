import { isId } from "@uptake/tracker/protocol";
import type { Caller } from "../http/app.ts";
import { HttpProblem } from "../http/problem.ts";
import type { Logger } from "../ops/logger.ts";
import { bearerOf } from "./bearer.ts";
import { isFromOwnOrigin, originsOf } from "./same-origin.ts";

/** A member, as the host's session knows them. */
export interface Identity {
  readonly account: string;
  readonly user: string;
}

/** Tells who is signed in to the host; null: nobody. */
export type IdentityOf = (request: Request) => Identity | null | undefined | Promise<Identity | null | undefined>;

/** What the host's session proves about a request. */
export type SignedIn =
  /** The host tells no identities: its tokens alone prove who somebody is. */
  { readonly kind: "unasked" } | { readonly kind: "nobody" } | ({ readonly kind: "member" } & Identity);

/** Asks the host's session, so that pages on the host's own origin need no tokens. */
export interface HostSession {
  /**
   * Asks once. A door calls it at most once for a request.
   * @throws HttpProblem `unavailable` when the host fails: what it would have said is not known.
   */
  ask(request: Request, caller: Caller): Promise<SignedIn>;
}

const RETRY_MS = 2_000;

/** @param identity null: only callers that bring an identity of their own are asked. */
export function createHostSession(identity: IdentityOf | null, baseUrl: string | null, logger: Logger): HostSession {
  return {
    async ask(request, caller) {
      const ask = caller.identity ?? (identity === null ? null : () => identity(request));
      if (ask === null) return { kind: "unasked" };
      if (!isOwnWish(request, baseUrl)) return { kind: "nobody" };
      try {
        return readIdentity(await ask());
      } catch (error) {
        logger.error({ err: error }, "the host's identity failed");
        throw new HttpProblem("unavailable", "The host can't tell now who is signed in. Try again.", {
          retryAfterMs: RETRY_MS,
        });
      }
    },
  };
}

/**
 * Browsers add a host's cookies to what other sites' pages ask for, too, so those requests are nobody's. A bearer token
 * comes only from whoever knows it.
 */
function isOwnWish(request: Request, baseUrl: string | null): boolean {
  return isFromOwnOrigin(request, originsOf(request, baseUrl)) || bearerOf(request) !== null;
}

function readIdentity(identity: Identity | null | undefined): SignedIn {
  if (identity === null || identity === undefined) return { kind: "nobody" };
  const { account, user } = identity;
  if (isId(account) && isId(user)) return { kind: "member", account, user };
  throw new TypeError(
    "[identity] `account` and `user` must be strings of at most 128 characters. Return both, or null.",
  );
}
