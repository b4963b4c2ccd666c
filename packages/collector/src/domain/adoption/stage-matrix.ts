import type { LivingState, Stage } from "@uptake/tracker/protocol";
import { groupBy } from "../group-by.ts";
import { furthestStage, type FeatureUse } from "./feature-use.ts";
import { livingState } from "./living-state.ts";

/** What a member has made of a feature: the achievement, which stays, and whether it still lives. */
export interface MemberStage {
  readonly stage: Stage;
  /** null: never used. */
  readonly living: LivingState | null;
  readonly adoptedAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

/** What an account has made of a feature. */
export interface AccountStage extends MemberStage {
  /** How many of its members have adopted it. */
  readonly adopters: number;
  /** How many have only tried it. */
  readonly triers: number;
}

/** One row of a matrix: its cells are in the order of the features that were asked for. */
export interface MatrixRow<Subject, Cell> {
  readonly subject: Subject;
  readonly cells: readonly Cell[];
}

export interface MemberId {
  readonly account: string;
  readonly user: string;
}

/**
 * Member × feature. A member can be in several stages at once, one per feature; one who never did anything is a row of
 * untouched cells. Uses of members and features that were not asked for are left out.
 * @param features in the order of the columns.
 * @param nowMs Unix ms.
 */
export function memberMatrix(
  members: readonly MemberId[],
  uses: readonly FeatureUse[],
  features: readonly string[],
  nowMs: number,
): readonly MatrixRow<MemberId, MemberStage>[] {
  const byCell = groupBy(uses, ({ account, user, feature }) => key(account, user, feature));
  return members.map(({ account, user }) => ({
    subject: { account, user },
    cells: features.map((feature) => memberStage(byCell.get(key(account, user, feature)) ?? [], nowMs)),
  }));
}

/** Account × feature, likewise. An account has adopted a feature when one of its members has, and since the first did. */
export function accountMatrix(
  accounts: readonly string[],
  uses: readonly FeatureUse[],
  features: readonly string[],
  nowMs: number,
): readonly MatrixRow<string, AccountStage>[] {
  const byCell = groupBy(uses, ({ account, feature }) => key(account, feature));
  return accounts.map((account) => ({
    subject: account,
    cells: features.map((feature) => accountStage(byCell.get(key(account, feature)) ?? [], nowMs)),
  }));
}

function memberStage(uses: readonly FeatureUse[], nowMs: number): MemberStage {
  const lastUsedAtMs = extreme(uses, ({ lastUsedAtMs: at }) => at, Math.max);
  return {
    stage: furthestStage(uses.map(({ stage }) => stage)),
    living: livingState(lastUsedAtMs, nowMs),
    adoptedAtMs: extreme(uses, ({ adoptedAtMs: at }) => at, Math.min),
    lastUsedAtMs,
  };
}

function accountStage(uses: readonly FeatureUse[], nowMs: number): AccountStage {
  const count = (wanted: Stage): number =>
    new Set(uses.filter(({ stage }) => stage === wanted).map(({ user }) => user)).size;
  return { ...memberStage(uses, nowMs), adopters: count("adopted"), triers: count("tried") };
}

function extreme(
  uses: readonly FeatureUse[],
  timeOf: (use: FeatureUse) => number | null,
  choose: (one: number, other: number) => number,
): number | null {
  return uses
    .map(timeOf)
    .reduce<number | null>((found, at) => (at === null ? found : found === null ? at : choose(found, at)), null);
}

/** Ids hold no control characters, so no two cells share a key. */
function key(...ids: readonly string[]): string {
  return ids.join("\n");
}
