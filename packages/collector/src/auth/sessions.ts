import * as v from "valibot";
import type { SessionReply } from "../api/contract.ts";
import type { Caller } from "../http/app.ts";
import { HttpProblem } from "../http/problem.ts";
import type { RateLimit } from "../http/rate-limit.ts";
import { assertMediaType, parseJson, readText } from "../http/read-body.ts";
import type { Records, SessionIdentity } from "../store/records.ts";
import { assertSameOrigin, originsOf } from "./same-origin.ts";
import { createToken, hashSecret, type RandomBytes } from "./secrets.ts";

/** How long the link that `serve` prints signs in. */
export const SIGN_IN_TOKEN_MS = 86_400_000;

const SESSION_MS = 7 * 86_400_000;
const MAX_BODY_BYTES = 4_096;
const SIGN_IN_BODY = v.object({ token: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)) });

/** Who is signed in to the dashboard. */
export interface Sessions {
  /** Null: nobody, or the session is over. */
  find(request: Request): Promise<SessionIdentity | null>;
  /** `GET /v1/session` */
  show(request: Request): Promise<Response>;
  /** `POST /v1/session` with `{ token }` from a sign-in link. Whoever tries too often shares the budget of those who guess keys. */
  start(request: Request, caller: Caller): Promise<Response>;
  /** `DELETE /v1/session` */
  end(request: Request): Promise<Response>;
  /** Makes a token that signs one browser in, once, as an administrator. */
  createSignInToken(): Promise<string>;
}

/** What sessions need. */
export interface SessionParts {
  readonly records: Records;
  /** Public address; null: the one of each request. */
  readonly baseUrl: string | null;
  /** Where the collector is mounted; empty at the root. */
  readonly basePath: string;
  readonly rateLimit: RateLimit;
  readonly random: RandomBytes;
  readonly now: () => number;
}

export function createSessions({ records, baseUrl, basePath, rateLimit, random, now }: SessionParts): Sessions {
  const isHttps = (request: Request): boolean => (baseUrl ?? request.url).startsWith("https:");
  // Its path is the root everywhere, since `__Host-` asks for it; the name keeps two collectors of one origin apart.
  const suffix = basePath.replaceAll("/", ".");
  const cookieName = (request: Request): string => `${isHttps(request) ? "__Host-uptake" : "uptake_session"}${suffix}`;
  const cookie = (request: Request, value: string, maxAgeSeconds: number): string =>
    `${cookieName(request)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isHttps(request) ? "; Secure" : ""}`;
  const hashOf = (request: Request): string | null => {
    const value = readCookie(request, cookieName(request));
    return value === null ? null : hashSecret(value);
  };
  const find = async (request: Request): Promise<SessionIdentity | null> => {
    const hash = hashOf(request);
    return hash === null ? null : records.session(hash, now());
  };
  return {
    find,
    async show(request) {
      const session = await find(request);
      if (session === null) throw signedOut();
      return Response.json(replyOf(session));
    },
    async start(request, { address }) {
      // Each try is a write, which nobody needs to have proved anything for.
      await rateLimit.take({ key: "", known: false, address });
      assertSameOrigin(request, originsOf(request, baseUrl));
      assertMediaType(request, ["application/json"]);
      const body = v.safeParse(SIGN_IN_BODY, parseJson(await readText(request, MAX_BODY_BYTES)));
      if (!body.success) throw new HttpProblem("malformed", 'The body is no sign-in. Send { "token": "…" }.');
      const value = createToken(random);
      const nowMs = now();
      const identity = await records.startSession(
        hashSecret(body.output.token),
        hashSecret(value),
        nowMs,
        nowMs + SESSION_MS,
      );
      if (identity === null) {
        throw new HttpProblem(
          "unauthorized",
          "This sign-in link is unknown, used or too old. Restart the collector: it prints a new one.",
        );
      }
      await records.audit({ atMs: nowMs, actor: identity.name, action: "session.started", subject: identity.role });
      return Response.json(replyOf(identity), {
        headers: { "set-cookie": cookie(request, value, SESSION_MS / 1000) },
      });
    },
    async end(request) {
      assertSameOrigin(request, originsOf(request, baseUrl));
      const hash = hashOf(request);
      if (hash !== null && (await records.session(hash, now())) !== null) await records.endSession(hash);
      return new Response(null, { status: 204, headers: { "set-cookie": cookie(request, "", 0) } });
    },
    async createSignInToken() {
      const token = createToken(random);
      await records.createSignInToken(hashSecret(token), { name: "Admin", role: "admin" }, now() + SIGN_IN_TOKEN_MS);
      return token;
    },
  };
}

/** The error of an address that needs somebody to be signed in. */
export function signedOut(): HttpProblem {
  return new HttpProblem("unauthorized", "Nobody is signed in. Open the sign-in link that the collector printed.");
}

function replyOf({ name, role }: SessionIdentity): SessionReply {
  return { name, role };
}

function readCookie(request: Request, name: string): string | null {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || null;
}
