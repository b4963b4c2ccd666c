import type { LivingState, Stage } from "@uptake/tracker/protocol";
import { groupBy } from "../group-by.ts";
import { furthestStage, type FeatureUse } from "./feature-use.ts";
import type { WorkspaceDay } from "../day.ts";
import type { LivingDays } from "./living-days.ts";
import { livingState } from "./living-state.ts";
import { mergeTraces } from "./use-trace.ts";

/** How far somebody has got with a feature, or that it isn't relevant to them: then nothing else is said of it. */
export type CellStage = Stage | "notRelevant";

/** What a member has made of a feature: the achievement, which stays, and whether it still lives. */
export interface MemberStage {
  readonly stage: CellStage;
  /** null: never used. */
  readonly living: LivingState | null;
  readonly adoptedAtMs: number | null;
}

/** What an account has made of a feature. */
export interface AccountStage extends MemberStage {
  /** How many of its members to whom it is relevant have adopted it. */
  readonly adopters: number;
  /** How many of these have only tried it. */
  readonly triers: number;
  /** Members to whom it isn't relevant, whatever they made of it. */
  readonly excluded: number;
}

/** A column of a matrix. */
export interface MatrixFeature {
  readonly feature: string;
  readonly living: LivingDays;
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

/** To whom features are relevant. */
export interface MatrixRelevance {
  /** Whether anybody in an account can be expected to use a feature. */
  isForAccount(account: string, feature: string): boolean;
  /** Whether a member can; of a feature that isn't for their account nobody is asked about. */
  isForMember(member: MemberId, feature: string): boolean;
}

/**
 * Member × feature. As in GoCSM's pipeline, a member can be in several stages at once, one per feature; one who
 * never did anything is a row of untouched cells, but for what isn't relevant to them. Uses of members and features
 * that were not asked for are left out.
 * @param features in the order of the columns.
 * @param today as of which day the uses are.
 */
export function memberMatrix(
  members: readonly MemberId[],
  uses: readonly FeatureUse[],
  features: readonly MatrixFeature[],
  relevance: MatrixRelevance,
  today: WorkspaceDay,
): readonly MatrixRow<MemberId, MemberStage>[] {
  const byCell = groupBy(uses, ({ account, user, feature }) => key(account, user, feature));
  const cellOf = ({ account, user }: MemberId, { feature, living }: MatrixFeature): MemberStage =>
    relevance.isForAccount(account, feature) && relevance.isForMember({ account, user }, feature)
      ? memberStage(byCell.get(key(account, user, feature)) ?? [], today, living)
      : NOT_RELEVANT;
  return members.map(({ account, user }) => ({
    subject: { account, user },
    cells: features.map((feature) => cellOf({ account, user }, feature)),
  }));
}

/**
 * Account × feature, likewise. An account has adopted a feature when one of its members has, whoever that is, and since the
 * first did: so does its adoption rate have it. Those to whom the feature isn't relevant are counted apart.
 * @param members of all of the accounts.
 */
export function accountMatrix(
  accounts: readonly string[],
  members: readonly MemberId[],
  uses: readonly FeatureUse[],
  features: readonly MatrixFeature[],
  relevance: MatrixRelevance,
  today: WorkspaceDay,
): readonly MatrixRow<string, AccountStage>[] {
  const byCell = groupBy(uses, ({ account, feature }) => key(account, feature));
  const membersOf = groupBy(members, ({ account }) => account);
  const cellOf = (account: string, { feature, living }: MatrixFeature): AccountStage => {
    const people = membersOf.get(account) ?? [];
    if (!relevance.isForAccount(account, feature)) {
      return { ...NOT_RELEVANT, adopters: 0, triers: 0, excluded: people.length };
    }
    const excluded = people.filter((member) => !relevance.isForMember(member, feature)).map(({ user }) => user);
    const own = byCell.get(key(account, feature)) ?? [];
    return accountStage(own, new Set(excluded), memberStage(own, today, living));
  };
  return accounts.map((account) => ({
    subject: account,
    cells: features.map((feature) => cellOf(account, feature)),
  }));
}

const NOT_RELEVANT: MemberStage = { stage: "notRelevant", living: null, adoptedAtMs: null };

function memberStage(uses: readonly FeatureUse[], today: WorkspaceDay, living: LivingDays): MemberStage {
  const adopted = uses.flatMap(({ adoptedAtMs }) => adoptedAtMs ?? []);
  const trace = mergeTraces(uses.flatMap((use) => use.trace ?? []));
  return {
    stage: furthestStage(uses.map(({ stage }) => stage)),
    living: livingState(trace, today, living),
    adoptedAtMs: adopted.length === 0 ? null : Math.min(...adopted),
  };
}

function accountStage(
  uses: readonly FeatureUse[],
  excluded: ReadonlySet<string>,
  ofEverybody: MemberStage,
): AccountStage {
  const count = (wanted: Stage): number =>
    new Set(uses.filter(({ stage, user }) => stage === wanted && !excluded.has(user)).map(({ user }) => user)).size;
  return { ...ofEverybody, adopters: count("adopted"), triers: count("tried"), excluded: excluded.size };
}

/** Ids hold no control characters, so no two cells share a key. */
function key(...ids: readonly string[]): string {
  return ids.join("\n");
}
