import type { AccountScope } from "../domain/account-scope.ts";
import { adoptionThresholds } from "../domain/adoption/adoption-rules.ts";
import type { CompiledDefinitions, CompiledMilestone } from "../domain/compile-definitions.ts";
import {
  milestoneProgress,
  type MilestoneFacts,
  type MilestoneProgress,
} from "../domain/milestones/milestone-progress.ts";
import {
  milestoneSinceSlot,
  milestoneState,
  type MilestoneRecord,
  type MilestoneState,
} from "../domain/milestones/milestone-state.ts";
import type { AssetCountRow } from "../store/assets-question.ts";
import type { Facts, MemberFacts, MemberQuery, UseThreshold } from "../store/facts.ts";
import type { MilestoneRecordRow, MilestoneRecords } from "../store/milestone-records.ts";
import type { SegmentMembers } from "../store/segment-members.ts";
import { readAccountDates } from "./account-dates.ts";
import { readAssetDates } from "./asset-dates.ts";
import { readAccountSums, type AccountSumsParts } from "./account-sums.ts";
import { accountMilestoneFacts, memberMilestoneFacts, type AccountSums } from "./milestone-facts.ts";
import { ruleParts, type RulePart } from "./rule-parts.ts";

const NOT_MET: MilestoneProgress = { progress: 0, met: false, metAt: null };

/** What milestones are read from. */
export interface MilestoneParts extends AccountSumsParts {
  readonly facts: AccountSumsParts["facts"] & Pick<Facts, "assetCounts" | "pushed">;
  readonly records: AccountSumsParts["records"] &
    Pick<MilestoneRecords, "milestoneRecords"> &
    Pick<SegmentMembers, "segmentMembers">;
}

/** A milestone and where its member or account is with it. */
export interface MilestoneStanding {
  readonly milestone: CompiledMilestone;
  readonly state: MilestoneState;
  /** When it was last reset, Unix ms; null: never. */
  readonly resetAtMs: number | null;
}

/** What the question for a member has to ask, so that adoption and milestones can be told from the answer. */
export function memberThresholds(
  definitions: CompiledDefinitions,
): Pick<MemberQuery, "idleLimitIndex" | "thresholds" | "actionThresholds"> {
  const parts = [...definitions.milestones.values()].flatMap(({ rule }) => ruleParts(rule));
  return {
    idleLimitIndex: definitions.idleLimitIndex,
    thresholds: adoptionThresholds(definitions),
    actionThresholds: parts.filter((part) => part.kind === "action"),
  };
}

function useThreshold(part: RulePart): readonly UseThreshold[] {
  switch (part.kind) {
    case "visits":
      return [{ of: "visits", feature: part.feature, amount: part.count }];
    case "time":
      return [{ of: "activeMs", ...(part.feature !== undefined && { feature: part.feature }), amount: part.activeMs }];
    default:
      return [];
  }
}

/**
 * The milestones of a member, by what was decided and what is known: those for everybody, those for a segment that they or
 * their account are in, and those that they have met, wherever they are now.
 */
export async function readMemberMilestones(
  of: { readonly account: string; readonly user: string },
  member: MemberFacts,
  parts: MilestoneParts,
  definitions: CompiledDefinitions,
): Promise<readonly MilestoneStanding[]> {
  const milestones = milestonesOfScope("member", definitions);
  if (milestones.length === 0) return [];
  return judge(milestones, await memberSource(of, member, milestones, parts, definitions));
}

/** The milestones of an account as a whole, likewise. */
export async function readAccountMilestones(
  account: string,
  parts: MilestoneParts,
  definitions: CompiledDefinitions,
): Promise<readonly MilestoneStanding[]> {
  const milestones = milestonesOfScope("account", definitions);
  if (milestones.length === 0) return [];
  return judge(milestones, await accountSource(account, milestones, parts, definitions));
}

/** How far somebody is with one milestone, and by which facts. */
export interface MilestoneBreakdown {
  readonly standing: MilestoneStanding;
  /** Of what counts since `sinceSlot`. */
  readonly facts: MilestoneFacts;
  /** The first slot that counts: 0, or the one after the last reset. */
  readonly sinceSlot: number;
}

/**
 * One milestone of a member, or of an account as a whole, with the facts that it goes by; null: it isn't for them.
 * @param user null: of an account's milestone.
 */
export async function readMilestone(
  { account, user }: { readonly account: string; readonly user: string | null },
  milestone: CompiledMilestone,
  parts: MilestoneParts,
  definitions: CompiledDefinitions,
): Promise<MilestoneBreakdown | null> {
  const source = await (user === null
    ? accountSource(account, [milestone], parts, definitions)
    : readMemberSource({ account, user }, milestone, parts, definitions));
  const [standing] = await judge([milestone], source);
  if (standing === undefined) return null;
  const sinceSlot = milestoneSinceSlot(recordsOf(milestone, source));
  return { standing, facts: await source.known(sinceSlot), sinceSlot };
}

async function readMemberSource(
  { account, user }: { readonly account: string; readonly user: string },
  milestone: CompiledMilestone,
  parts: MilestoneParts,
  definitions: CompiledDefinitions,
): Promise<MilestoneSource> {
  const scope: AccountScope = { kind: "only", accounts: [account] };
  const member = await parts.facts.member({ scope, account, user, ...memberThresholds(definitions) });
  return memberSource({ account, user }, member, [milestone], parts, definitions);
}

/** What milestones of somebody are judged by. */
interface MilestoneSource {
  readonly rows: readonly MilestoneRecordRow[];
  /** Those that they are in, where a milestone is for one. */
  readonly segments: ReadonlySet<string>;
  /** How far somebody is. */
  known(sinceSlot: number): Promise<MilestoneFacts>;
  /** And since when, which takes longer: it is asked for once, when a milestone is found to be met. */
  dated(sinceSlot: number): Promise<MilestoneFacts>;
}

async function memberSource(
  { account, user }: { readonly account: string; readonly user: string },
  member: MemberFacts,
  milestones: readonly CompiledMilestone[],
  parts: MilestoneParts,
  definitions: CompiledDefinitions,
): Promise<MilestoneSource> {
  const scope: AccountScope = { kind: "only", accounts: [account] };
  const [rows, assets, segments] = await Promise.all([
    parts.records.milestoneRecords({ scope, account, user }),
    readAssets(account, milestones, parts.facts),
    readSegments({ account, user }, milestones, parts.records),
  ]);
  const ask = async (sinceSlot: number, useThresholds: readonly UseThreshold[]): Promise<MemberFacts> => {
    // What was asked already, unless the slots of more days are needed.
    if (sinceSlot === 0 && useThresholds.length === 0) return member;
    return parts.facts.member({ scope, account, user, ...memberThresholds(definitions), useThresholds, sinceSlot });
  };
  const rules = milestones.flatMap(({ rule }) => ruleParts(rule));
  return {
    rows,
    segments,
    known: async (sinceSlot) => memberMilestoneFacts(await ask(sinceSlot, []), assets, definitions),
    async dated(sinceSlot) {
      const [facts, assetsReachedAt] = await Promise.all([
        ask(sinceSlot, rules.flatMap(useThreshold)),
        readAssetDates(account, rules, member.timeZone, parts),
      ]);
      return memberMilestoneFacts(facts, assets, definitions, { assetsReachedAt });
    },
  };
}

async function accountSource(
  account: string,
  milestones: readonly CompiledMilestone[],
  parts: MilestoneParts,
  definitions: CompiledDefinitions,
): Promise<MilestoneSource> {
  const scope: AccountScope = { kind: "only", accounts: [account] };
  const [rows, assets, segments] = await Promise.all([
    parts.records.milestoneRecords({ scope, account, user: null }),
    readAssets(account, milestones, parts.facts),
    readSegments({ account }, milestones, parts.records),
  ]);
  const known = new Map<number, AccountSums>();
  const since = async (sinceSlot: number): Promise<AccountSums> => {
    const sums = known.get(sinceSlot) ?? {
      ...(await readAccountSums(account, sinceSlot, parts, definitions)),
      assets,
    };
    known.set(sinceSlot, sums);
    return sums;
  };
  return {
    rows,
    segments,
    known: async (sinceSlot) => accountMilestoneFacts(await since(sinceSlot), definitions),
    async dated(sinceSlot) {
      const sums = await since(sinceSlot);
      const rules = milestones.flatMap(({ rule }) => ruleParts(rule));
      const dates = await readAccountDates({ account, sinceSlot, rules, sums }, parts, definitions);
      return accountMilestoneFacts(sums, definitions, dates);
    },
  };
}

function milestonesOfScope(
  scope: CompiledMilestone["scope"],
  { milestones }: CompiledDefinitions,
): readonly CompiledMilestone[] {
  return [...milestones.values()].filter((milestone) => milestone.scope === scope);
}

function recordsOf({ milestone }: CompiledMilestone, { rows }: MilestoneSource): readonly MilestoneRecord[] {
  return rows.filter((row) => row.milestone === milestone).map(({ record }) => record);
}

/**
 * Facts are read once for all milestones that count from the same slot: those that were never reset count from the first.
 * What is written down as met needs none.
 */
async function judge(
  milestones: readonly CompiledMilestone[],
  source: MilestoneSource,
): Promise<readonly MilestoneStanding[]> {
  const [known, dated] = [new Map<number, MilestoneFacts>(), new Map<number, MilestoneFacts>()];
  const standings: MilestoneStanding[] = [];
  for (const milestone of milestones) {
    const records = recordsOf(milestone, source);
    const resetAtMs = records.findLast(({ kind }) => kind === "reset")?.atMs ?? null;
    const kept = milestoneState(milestone, records, NOT_MET);
    if (kept.kind === "met") {
      standings.push({ milestone, state: kept, resetAtMs });
      continue;
    }
    if (milestone.segment !== null && !source.segments.has(milestone.segment)) continue;
    const sinceSlot = milestoneSinceSlot(records);
    const facts = known.get(sinceSlot) ?? (await source.known(sinceSlot));
    known.set(sinceSlot, facts);
    const stateBy = (all: MilestoneFacts) => milestoneState(milestone, records, milestoneProgress(milestone.rule, all));
    const state = stateBy(facts);
    if (state.kind !== "met" || state.metAtMs !== null) {
      standings.push({ milestone, state, resetAtMs });
      continue;
    }
    const datedFacts = dated.get(sinceSlot) ?? (await source.dated(sinceSlot));
    dated.set(sinceSlot, datedFacts);
    standings.push({ milestone, state: stateBy(datedFacts), resetAtMs });
  }
  return standings;
}

/** The segments in which somebody is, where a milestone is for one. */
async function readSegments(
  subject: { readonly account: string; readonly user?: string },
  milestones: readonly CompiledMilestone[],
  records: Pick<SegmentMembers, "segmentMembers">,
): Promise<ReadonlySet<string>> {
  if (milestones.every(({ segment }) => segment === null)) return new Set();
  const scope: AccountScope = { kind: "only", accounts: [subject.account] };
  const stays = await records.segmentMembers({ scope, ...subject, current: true });
  return new Set(stays.map(({ segment }) => segment));
}

/** Asked only where a rule does. What an account has, it has: assets aren't to be made anew after a reset. */
async function readAssets(
  account: string,
  milestones: readonly CompiledMilestone[],
  facts: Pick<Facts, "assetCounts">,
): Promise<readonly AssetCountRow[]> {
  const isAsked = milestones.flatMap(({ rule }) => ruleParts(rule)).some(({ kind }) => kind === "assets");
  return isAsked ? facts.assetCounts({ scope: { kind: "only", accounts: [account] }, account, by: ["type"] }) : [];
}
