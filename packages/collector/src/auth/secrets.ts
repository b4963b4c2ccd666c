import { createHash, timingSafeEqual } from "node:crypto";

/** Fills a new array with random bytes that nobody can guess. */
export type RandomBytes = (bytes: number) => Uint8Array;

/** 256 bits: what a session or sign-in token is worth. */
const TOKEN_BYTES = 32;

/** SHA-256 in hex. Secrets of 256 random bits need no slow hash: nobody can try them all. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Compares two hashes of equal length in a time that says nothing about where they differ. */
export function equalHashes(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, "hex"), Buffer.from(right, "hex")];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A new random token, base64url. */
export function createToken(random: RandomBytes): string {
  return Buffer.from(random(TOKEN_BYTES)).toString("base64url");
}
