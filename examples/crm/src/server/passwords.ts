import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

const keyBytes = 32;

/** A salted hash to keep in place of the password. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${scryptSync(password, salt, keyBytes).toString("base64url")}`;
}

/** Whether the password is the one that was hashed. */
export function matchesPassword(password: string, hash: string): boolean {
  const [salt = "", key = ""] = hash.split(".");
  const expected = Buffer.from(key, "base64url");
  return timingSafeEqual(scryptSync(password, Buffer.from(salt, "base64url"), keyBytes), expected);
}
