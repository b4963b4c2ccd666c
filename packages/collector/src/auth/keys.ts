import type { KeyRecord, KeyScope } from "../store/records.ts";
import { createToken, hashSecret, type RandomBytes } from "./secrets.ts";

const PUBLIC_KEY_BYTES = 16;
const SECRET_KEY_ID_BYTES = 8;
const SECRET_KEY = /^sk_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;

/** A key as its holder gets it, once, and what is stored of it. */
export interface NewKey {
  readonly key: string;
  readonly record: KeyRecord;
}

/**
 * Makes a public key: it may write cells and read the public definitions, from the given origins.
 * @param origins exact origins; empty: any.
 */
export function createPublicKey(origins: readonly string[], random: RandomBytes, nowMs: number): NewKey {
  const key = `pk_${Buffer.from(random(PUBLIC_KEY_BYTES)).toString("base64url")}`;
  return { key, record: { ...common(key, nowMs), id: key, kind: "public", origins, scopes: ["collect"] } };
}

/** Makes a secret key, `sk_<id>_<secret>`: it is looked up by its id and compared by the hash of the whole. */
export function createSecretKey(scopes: readonly KeyScope[], random: RandomBytes, nowMs: number): NewKey {
  const id = Buffer.from(random(SECRET_KEY_ID_BYTES)).toString("hex");
  const key = `sk_${id}_${createToken(random)}`;
  return { key, record: { ...common(key, nowMs), id, kind: "secret", origins: [], scopes } };
}

/** The id inside a secret key; null: it has not the form of one. */
export function secretKeyId(key: string): string | null {
  return SECRET_KEY.exec(key)?.[1] ?? null;
}

/** Makes a key with the kind, origins and scopes of another one. */
export function createKeyLike({ kind, origins, scopes }: KeyRecord, random: RandomBytes, nowMs: number): NewKey {
  return kind === "public" ? createPublicKey(origins, random, nowMs) : createSecretKey(scopes, random, nowMs);
}

/** Whether a key holds at a moment: not revoked, and not replaced for good. */
export function isInForce({ revokedAtMs, expiresAtMs }: KeyRecord, nowMs: number): boolean {
  return revokedAtMs === null && (expiresAtMs === null || nowMs < expiresAtMs);
}

type Common = Pick<KeyRecord, "hash" | "createdAtMs" | "revokedAtMs" | "expiresAtMs" | "lastUsedAtMs">;

function common(key: string, nowMs: number): Common {
  return { hash: hashSecret(key), createdAtMs: nowMs, revokedAtMs: null, expiresAtMs: null, lastUsedAtMs: null };
}
