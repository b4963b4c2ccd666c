import { SLOT_MS, WRITE_AUDIENCE, slotStartMs, type RejectionReason } from "@uptake/tracker/protocol";
import type { Tokens } from "../auth/tokens.ts";
import type { WriterProof } from "../ops/meter.ts";

/** Who a writer says it measured, with its proof if it has one. */
export interface Owner {
  readonly account: string;
  readonly user: string;
  readonly token?: string;
}

/**
 * Whether writers have to prove their owner. `off` and `coverage` take those without a token at their word, and `coverage`
 * counts them, so that an operator sees what `enforced` would refuse. A token that is sent has to hold in all three.
 */
export type SignedWrites = "off" | "coverage" | "enforced";

/** What owners are judged by. */
export interface OwnerRules {
  /** Null: this workspace can't check tokens. */
  readonly tokens: Tokens | null;
  /** The audience of tokens for reading, which may write as well. */
  readonly readAudience: string;
  readonly signedWrites: SignedWrites;
}

/** Whether a writer's owner stands, and until when. */
export type OwnerVerdict =
  | { readonly kind: "accepted"; readonly lastSlotStartMs: number; readonly proof: Exclude<WriterProof, "refused"> }
  | { readonly kind: "refused"; readonly reason: RejectionReason };

/** Offline state of yesterday still comes in: what counts is when it was measured, not when it arrived. */
const SLOT_TOLERANCE_MS = SLOT_MS;
const AT_ITS_WORD: OwnerVerdict = { kind: "accepted", lastSlotStartMs: Number.POSITIVE_INFINITY, proof: "unsigned" };

/**
 * Judges one writer's token.
 * @throws HttpProblem `unavailable` while the host's public keys can't be fetched.
 */
export async function judgeOwner(owner: Owner, rules: OwnerRules): Promise<OwnerVerdict> {
  const { tokens, readAudience, signedWrites } = rules;
  if (owner.token === undefined && signedWrites === "enforced") return { kind: "refused", reason: "token_missing" };
  if (owner.token === undefined || tokens === null) return AT_ITS_WORD;
  const verdict = await tokens.verify(owner.token, [WRITE_AUDIENCE, readAudience], "accept");
  if (verdict.kind === "refused") return { kind: "refused", reason: verdict.reason };
  if (verdict.account !== owner.account || verdict.user !== owner.user) {
    return { kind: "refused", reason: "owner_mismatch" };
  }
  return { kind: "accepted", lastSlotStartMs: verdict.expiresAtMs + SLOT_TOLERANCE_MS, proof: "signed" };
}

/** Whether a slot begins too late for the writer's token. */
export function isAfterToken(slot: number, verdict: { readonly lastSlotStartMs: number }): boolean {
  return slotStartMs(slot) > verdict.lastSlotStartMs;
}
