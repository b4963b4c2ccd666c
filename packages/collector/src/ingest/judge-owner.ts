import { SLOT_MS, WRITE_AUDIENCE, slotStartMs, type RejectionReason } from "@uptake/tracker/protocol";
import type { Identity, SignedIn } from "../auth/host-session.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { WriterProof } from "../ops/meter.ts";

/** Who a writer says it measured, with its proof if it has one. */
export interface Owner {
  readonly account: string;
  readonly user: string;
  readonly token?: string;
}

/**
 * Whether writers have to prove their owner. `off` and `coverage` take those without a proof at their word, and `coverage`
 * counts them, so that an operator sees what `enforced` would refuse. A token that is sent has to hold in all three.
 */
export type SignedWrites = "off" | "coverage" | "enforced";

/** What may prove who an owner is, and whether it must. */
export interface Proofs {
  /** Null: this workspace can't check tokens. */
  readonly tokens: Tokens | null;
  /** The audience of tokens for reading, which may write as well. */
  readonly readAudience: string;
  readonly signedWrites: SignedWrites;
  readonly signedIn: SignedIn;
}

/** Whether a writer's owner stands, and until when. */
export type OwnerVerdict =
  | { readonly kind: "accepted"; readonly lastSlotStartMs: number; readonly proof: Exclude<WriterProof, "refused"> }
  | { readonly kind: "refused"; readonly reason: RejectionReason };

const FOR_EVER = Number.POSITIVE_INFINITY;
const BY_SESSION: OwnerVerdict = { kind: "accepted", lastSlotStartMs: FOR_EVER, proof: "signed" };
const AT_ITS_WORD: OwnerVerdict = { kind: "accepted", lastSlotStartMs: FOR_EVER, proof: "unsigned" };

/** Offline state of yesterday still comes in: what counts is when it was measured, not when it arrived. */
const SLOT_TOLERANCE_MS = SLOT_MS;

/**
 * Judges one writer by the host's session or by its token; either is enough. A session says nothing about slots: whoever
 * is back brings what this browser has kept for them. Without any proof the owner is taken at its word, unless signed
 * writes are enforced, or the host tells who is signed in: then state waits in the browser until its owner is back, and
 * is never anybody else's.
 * @throws HttpProblem `unavailable` while the host's public keys can't be fetched.
 */
export async function judgeOwner(owner: Owner, proofs: Proofs): Promise<OwnerVerdict> {
  const { tokens, readAudience, signedIn } = proofs;
  if (signedIn.kind === "member" && isSame(signedIn, owner)) return BY_SESSION;
  if (owner.token === undefined || tokens === null) return withoutToken(proofs);
  const verdict = await tokens.verify(owner.token, [WRITE_AUDIENCE, readAudience], "accept");
  if (verdict.kind === "refused") return { kind: "refused", reason: verdict.reason };
  if (!isSame(verdict, owner)) return { kind: "refused", reason: "owner_mismatch" };
  return { kind: "accepted", lastSlotStartMs: verdict.expiresAtMs + SLOT_TOLERANCE_MS, proof: "signed" };
}

function withoutToken({ signedIn, signedWrites }: Proofs): OwnerVerdict {
  switch (signedIn.kind) {
    case "unasked":
      return signedWrites === "enforced" ? { kind: "refused", reason: "token_missing" } : AT_ITS_WORD;
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
