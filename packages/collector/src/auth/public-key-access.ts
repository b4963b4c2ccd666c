import { HttpProblem } from "../http/problem.ts";
import type { RequestHead } from "../http/request-head.ts";
import type { KeyRecord } from "../store/records.ts";
import type { KeyRing } from "./key-ring.ts";

const SHOWN_CHARACTERS = 8;

/** A key as it may appear in an error or a log: its beginning. */
export function shortened(key: string): string {
  return key.length <= SHOWN_CHARACTERS ? key : `${key.slice(0, SHOWN_CHARACTERS)}…`;
}

/** The public key that `?key=` names; empty: none. */
export function namedKey({ url }: RequestHead): string {
  const start = url.indexOf("?");
  return start < 0 ? "" : (new URLSearchParams(url.slice(start)).get("key") ?? "");
}

/**
 * The public key of `?key=`.
 * @throws HttpProblem `unknown-key`.
 */
export async function requirePublicKey(request: RequestHead, keys: KeyRing): Promise<KeyRecord> {
  const key = namedKey(request);
  return (await keys.publicKey(key)) ?? refuseKey(key);
}

/** @throws HttpProblem `unknown-key`. */
export function refuseKey(key: string): never {
  throw new HttpProblem(
    "unknown-key",
    key === ""
      ? "There is no key. Add ?key=pk_… to the address; `uptake keys create --kind public` makes one."
      : `No public key ${shortened(key)} is in force. \`uptake keys list\` shows the ones that are.`,
  );
}

/**
 * Refuses another origin than the key's. This damps abuse and is no authentication: only browsers tell the truth here.
 * @param absent what an absent origin means: browsers send one with every POST, and none with a script tag or a
 * same-origin GET.
 * @throws HttpProblem `origin-not-allowed`.
 */
export function assertOrigin(request: RequestHead, { origins }: KeyRecord, absent: "refused" | "allowed"): void {
  const origin = request.headers.get("origin");
  if (origins.length === 0 || (origin === null ? absent === "allowed" : origins.includes(origin))) return;
  throw new HttpProblem(
    "origin-not-allowed",
    `The origin is ${origin === null ? "missing" : `"${origin}"`}. Make a key for it: uptake keys create --kind public --origin ${origin ?? "https://app.example.com"}`,
  );
}
