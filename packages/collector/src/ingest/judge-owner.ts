import { SLOT_MS, WRITE_AUDIENCE, slotStartMs, type RejectionReason } from "@uptake/tracker/protocol";
import type { Identity, SignedIn } from "../auth/host-session.ts";
import type { Tokens } from "../auth/tokens.ts";

/** Who a writer says it measured, with its proof if it has one. */
export interface Owner {
  readonly account: string;
  readonly user: string;
  readonly token?: string;
}

/** What may prove who an owner is. */
export interface Proofs {
  /** Null: this workspace can't check tokens. */
  readonly tokens: Tokens | null;
  /** The audience of tokens for reading, which may write as well. */
  readonly readAudience: string;
  readonly signedIn: SignedIn;
}

/** Whether a writer's owner stands, and until when. */
export type OwnerVerdict =
  | { readonly kind: "accepted"; readonly lastSlotStartMs: number }
  | { readonly kind: "refused"; readonly reason: RejectionReason };

const FOR_EVER: OwnerVerdict = { kind: "accepted", lastSlotStartMs: Number.POSITIVE_INFINITY };

/** Offline state of yesterday still comes in: what counts is when it was measured, not when it arrived. */
const SLOT_TOLERANCE_MS = SLOT_MS;

/**
 * Judges one writer by the host's session or by its token; either is enough. A session says nothing about slots: whoever
 * is back brings what this browser has kept for them. Without any proof the owner is taken at its word, unless the host
 * tells who is signed in: then state waits in the browser until its owner is back, and is never anybody else's.
 */
export async function judgeOwner(owner: Owner, { tokens, readAudience, signedIn }: Proofs): Promise<OwnerVerdict> {
  if (signedIn.kind === "member" && isSame(signedIn, owner)) return FOR_EVER;
  if (owner.token === undefined || tokens === null) return withoutToken(signedIn);
  const verdict = await tokens.verify(owner.token, [WRITE_AUDIENCE, readAudience], "accept");
  if (verdict.kind === "refused") return { kind: "refused", reason: verdict.reason };
  if (!isSame(verdict, owner)) return { kind: "refused", reason: "owner_mismatch" };
  return { kind: "accepted", lastSlotStartMs: verdict.expiresAtMs + SLOT_TOLERANCE_MS };
}

function withoutToken(signedIn: SignedIn): OwnerVerdict {
  switch (signedIn.kind) {
    case "unasked":
      return FOR_EVER;
    case "nobody":
      return { kind: "refused", reason: "token_missing" };
    case "member":
      return { kind: "refused", reason: "owner_mismatch" };
  }
}

function isSame(proved: Identity, owner: Owner): boolean {
  return proved.account === owner.account && proved.user === owner.user;
}

/** Whether a slot begins too late for the writer's token. */
export function isAfterToken(slot: number, verdict: { readonly lastSlotStartMs: number }): boolean {
  return slotStartMs(slot) > verdict.lastSlotStartMs;
}
