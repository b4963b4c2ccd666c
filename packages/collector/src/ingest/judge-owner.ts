import { SLOT_MS, WRITE_AUDIENCE, slotStartMs, type RejectionReason } from "@uptake/tracker/protocol";
import type { Tokens } from "../auth/tokens.ts";

/** Who a writer says it measured, with its proof if it has one. */
export interface Owner {
  readonly account: string;
  readonly user: string;
  readonly token?: string;
}

/** Whether a writer's owner stands, and until when. */
export type OwnerVerdict =
  | { readonly kind: "accepted"; readonly lastSlotStartMs: number }
  | { readonly kind: "refused"; readonly reason: RejectionReason };

/** Offline state of yesterday still comes in: what counts is when it was measured, not when it arrived. */
const SLOT_TOLERANCE_MS = SLOT_MS;

/**
 * Judges one writer's token. Without a token, or without a way to check one, the owner is taken at its word.
 * @param readAudience the audience of tokens for reading, which may write as well.
 */
export async function judgeOwner(owner: Owner, tokens: Tokens | null, readAudience: string): Promise<OwnerVerdict> {
  if (owner.token === undefined || tokens === null)
    return { kind: "accepted", lastSlotStartMs: Number.POSITIVE_INFINITY };
  const verdict = await tokens.verify(owner.token, [WRITE_AUDIENCE, readAudience], "accept");
  if (verdict.kind === "refused") return { kind: "refused", reason: verdict.reason };
  if (verdict.account !== owner.account || verdict.user !== owner.user) {
    return { kind: "refused", reason: "owner_mismatch" };
  }
  return { kind: "accepted", lastSlotStartMs: verdict.expiresAtMs + SLOT_TOLERANCE_MS };
}

/** Whether a slot begins too late for the writer's token. */
export function isAfterToken(slot: number, verdict: { readonly lastSlotStartMs: number }): boolean {
  return slotStartMs(slot) > verdict.lastSlotStartMs;
}
