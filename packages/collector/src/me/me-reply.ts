import type { MeMilestone, MeReply } from "@uptake/tracker/protocol";
import type { AccountScope } from "../domain/account-scope.ts";
import { adoptionThresholds } from "../domain/adoption/adoption-rules.ts";
import type { WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { milestoneProgress } from "../domain/milestones/milestone-progress.ts";
import type { Facts, MemberFacts } from "../store/facts.ts";
import { memberFeatures } from "./member-features.ts";
import { accountMilestoneFacts, memberMilestoneFacts, type AccountAssets } from "./milestone-facts.ts";
import { ruleParts } from "./rule-parts.ts";

/** Whose record is asked for. */
export interface MeQuestion {
  readonly account: string;
  readonly user: string;
  /** Whose share to tell; null: nobody's. */
  readonly writer: string | null;
  readonly nowMs: number;
}

/** One member's own record: sums and crossings from one read of the store. */
export async function readMe(
  { account, user, writer, nowMs }: MeQuestion,
  facts: Facts,
  definitions: CompiledDefinitions,
  calendarOf: (timeZone: string) => WorkspaceCalendar,
): Promise<MeReply> {
  const scope: AccountScope = { kind: "only", accounts: [account] };
  const parts = [...definitions.milestones.values()].flatMap(({ rule }) => ruleParts(rule));
  const [member, assets] = await Promise.all([
    facts.member({
      scope,
      account,
      user,
      ...(writer !== null && { writer }),
      idleLimitIndex: definitions.idleLimitIndex,
      thresholds: adoptionThresholds(definitions),
      actionThresholds: parts.filter((part) => part.kind === "action"),
    }),
    readAssets(account, scope, parts, facts),
  ]);
  return {
    user: { id: user, name: member.userName },
    account: { id: account, name: member.accountName },
    asOf: member.receivedAtMs ?? nowMs,
    definitionVersion: definitions.version,
    idleLimit: definitions.idleLimit,
    features: memberFeatures(member, definitions, calendarOf(member.timeZone), nowMs, writer !== null),
    milestones: await readMilestones(account, scope, member, assets, facts, definitions),
  };
}

async function readMilestones(
  account: string,
  scope: AccountScope,
  member: MemberFacts,
  assets: AccountAssets,
  facts: Facts,
  definitions: CompiledDefinitions,
): Promise<readonly MeMilestone[]> {
  const milestones = [...definitions.milestones];
  const ofMember = memberMilestoneFacts(member, assets, definitions);
  const ofAccount = milestones.some(([, { scope: whose }]) => whose === "account")
    ? await readAccountSums(account, scope, assets, facts, definitions)
    : ofMember;
  const progress = ([milestone, { name, scope: whose, rule }]: (typeof milestones)[number]): MeMilestone => ({
    milestone,
    name,
    ...milestoneProgress(rule, whose === "account" ? ofAccount : ofMember),
  });
  return milestones.map(progress);
}

async function readAccountSums(
  account: string,
  scope: AccountScope,
  assets: AccountAssets,
  facts: Facts,
  definitions: CompiledDefinitions,
): Promise<ReturnType<typeof accountMilestoneFacts>> {
  const [totals, actions] = await Promise.all([
    facts.totals({ scope, account, by: ["user", "feature"] }),
    facts.actionTotals({ scope, account, by: [] }),
  ]);
  return accountMilestoneFacts({ totals, actions, assets }, definitions);
}

/** Reads only what a rule asks for. */
async function readAssets(
  account: string,
  scope: AccountScope,
  parts: ReturnType<typeof ruleParts>,
  facts: Facts,
): Promise<AccountAssets> {
  const rules = parts.filter((part) => part.kind === "assets");
  const [counts, rows] = await Promise.all([
    rules.some(({ configured }) => configured !== true) ? facts.assetCounts({ scope, account }) : [],
    rules.some(({ configured }) => configured === true) ? facts.assets({ scope, account }) : [],
  ]);
  return { counts, rows };
}
