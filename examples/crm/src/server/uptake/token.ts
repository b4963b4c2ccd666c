import { SignJWT } from "jose";
import type { Person } from "../area.ts";

/** Write tokens last 12 hours, as long as a page may stay open. */
export const WRITE_TOKEN_MS = 12 * 3_600_000;
/** Read tokens are short-lived: the widget asks for another when one has expired. */
export const READ_TOKEN_MS = 3_600_000;

/**
 * Proof for the collector of who somebody is, signed with the shared secret (HS256).
 * @param audience `uptake-write` lets the tracker write, `uptake` lets the widget read that person's own record.
 */
export function signUptakeToken(
  person: Person,
  audience: "uptake-write" | "uptake",
  secret: string,
  nowMs: number,
): Promise<string> {
  const issuedAtSeconds = Math.floor(nowMs / 1000);
  const lengthMs = audience === "uptake" ? READ_TOKEN_MS : WRITE_TOKEN_MS;
  const role = ["Owner", "Manager"].includes(person.title) ? "admin" : "member";
  return new SignJWT({ account: person.account, ...(audience === "uptake" && { role }) })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(person.id)
    .setAudience(audience)
    .setIssuedAt(issuedAtSeconds)
    .setExpirationTime(issuedAtSeconds + lengthMs / 1000)
    .sign(new TextEncoder().encode(secret));
}
