import type { AccountScope } from "../domain/account-scope.ts";

/**
 * Who has adopted what, decided after the fact: whatever changes a member's sums marks the member, in the same transaction
 * (what is the account's as a whole: nobody, whose key is empty), and a job takes the marks, reads the sums and settles. Marks are lost by nothing: not by an arrival in
 * between, nor by a job that dies.
 */
export interface Adoptions {
  /**
   * Takes members with news, in an order that gets round to everybody. Rules that differ from the ones in force begin to
   * be in force, if their version is not older, and first all members are marked, some in each call.
   */
  takeDirtyMembers(request: TakeRequest): Promise<TakenMembers>;
  /**
   * Keeps what members have adopted instead of what was known, and clears their marks; a member who had news since the
   * take, or whom another take has taken, stays as it is. Each adoption that wasn't known is an event, for ever once.
   * @returns how many events were found.
   */
  settleMembers(settlement: Settlement): Promise<number>;
  /** Marks accounts as a whole, of those that are known: nobody, in each. */
  markAccounts(accounts: readonly string[]): Promise<void>;
  /** Who has adopted what, as far as it is settled, also in epochs that a removal has ended. */
  adoptions(scope: AccountScope): Promise<readonly AdoptionRow[]>;
  /** What was found out, oldest first. */
  events(scope: AccountScope): Promise<readonly EventRow[]>;
}

export interface TakeRequest {
  readonly rules: RulesInForce;
  readonly limit: number;
  /** What the call before has returned; null: from the start. */
  readonly cursor: TakeCursor | null;
  /** Unix ms. What was taken a minute before, and not settled, is taken again. */
  readonly nowMs: number;
}

/** What decides about adoption. */
export interface RulesInForce {
  /** Of the definitions that they are a part of. */
  readonly definitionVersion: number;
  /** The same text for the same rules. */
  readonly rules: string;
}

/** Behind a member. */
export type TakeCursor = readonly [account: number, user: number];

export type TakenMembers =
  | {
      readonly kind: "taken";
      /** To be told when they are settled. */
      readonly take: number;
      readonly members: readonly MemberKey[];
      /** Null: there are no more. */
      readonly cursor: TakeCursor | null;
    }
  /** The rules are new, and more members have to be marked first: call again. */
  | { readonly kind: "marking" }
  /** Rules of newer definitions are in force. */
  | { readonly kind: "outdated" };

export interface MemberKey {
  readonly account: string;
  readonly user: string;
}

export interface Settlement {
  readonly rules: RulesInForce;
  readonly take: number;
  readonly members: readonly SettledMember[];
  /** Unix ms. */
  readonly foundAtMs: number;
}

export interface SettledMember extends MemberKey {
  /** Every adopted feature and the slot in which its sum crossed, by epoch, read after the take. */
  readonly adoptions: readonly { readonly feature: string; readonly epoch: number; readonly slot: number }[];
}

export interface AdoptionRow extends MemberKey {
  readonly feature: string;
  /** 0 before the first removal. */
  readonly epoch: number;
  /** False: a removal has ended the epoch, and this is history. */
  readonly isCurrent: boolean;
  readonly slot: number;
}

export interface EventRow {
  /** Follows from kind, account, user, feature and epoch. */
  readonly id: string;
  readonly kind: "feature.adopted";
  readonly account: string;
  readonly user: string;
  readonly feature: string;
  readonly epoch: number;
  /** In which the sum crossed, as it was when this was found out. */
  readonly slot: number;
  readonly definitionVersion: number;
  /** Unix ms. */
  readonly foundAtMs: number;
}
