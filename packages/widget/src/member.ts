import type { MeReply } from "@uptake/tracker/protocol";

/** A user in an account, by the host's own ids. */
export interface Member {
  readonly account: string;
  readonly user: string;
}

/** Whose record a reply is. */
export function memberOf(reply: MeReply): Member {
  return { account: reply.account.id, user: reply.user.id };
}

/** A string that is equal for equal members only. */
export function memberKey(member: Member): string {
  return JSON.stringify([member.account, member.user]);
}

/**
 * Whom a JWT names, unverified: good enough to tell a renewed token from another person's, and for nothing else.
 * @returns null where it can't be read.
 */
export function memberOfToken(token: string | null): Member | null {
  try {
    const payload = (token ?? "").split(".")[1] ?? "";
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const { account, sub } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    return typeof account === "string" && typeof sub === "string" ? { account, user: sub } : null;
  } catch {
    return null;
  }
}
