import type { MeMilestone, MeReply } from "@uptake/tracker/protocol";
import type { AccountScope } from "../domain/account-scope.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { notRelevantFeatures } from "../domain/adoption/relevance-answers.ts";
import type { RelevanceAnswers } from "../store/relevance-answers.ts";
import { memberFeatures } from "./member-features.ts";
import {
  memberThresholds,
  readAccountMilestones,
  readMemberMilestones,
  type MilestoneParts,
  type MilestoneStanding,
} from "./read-milestones.ts";

/** Whose record is asked for. */
export interface MeQuestion {
  readonly account: string;
  readonly user: string;
  /** Whose share to tell; null: nobody's. */
  readonly writer: string | null;
  readonly nowMs: number;
}

/** What a member's record is read from. */
export interface MeReplyParts extends MilestoneParts {
  readonly records: MilestoneParts["records"] & Pick<RelevanceAnswers, "relevanceAnswers">;
}

/** One member's own record, without features that are not relevant to them: sums and crossings from one read of the store. */
export async function readMe(
  { account, user, writer, nowMs }: MeQuestion,
  parts: MeReplyParts,
  definitions: CompiledDefinitions,
): Promise<MeReply> {
  const scope: AccountScope = { kind: "only", accounts: [account] };
  // All at once: each crossing to the store's thread may cost more than its question.
  const [member, answers, ofAccount] = await Promise.all([
    parts.facts.member({
      scope,
      account,
      user,
      ...(writer !== null && { writer }),
      withUseDays: true,
      ...memberThresholds(definitions),
    }),
    parts.records.relevanceAnswers({ scope }),
    readAccountMilestones(account, parts, definitions),
  ]);
  const notRelevant = notRelevantFeatures(answers.filter((answer) => answer.user === null || answer.user === user));
  const features = memberFeatures(member, definitions, parts.calendarOf(member.timeZone), nowMs, writer !== null);
  const standings = [...(await readMemberMilestones({ account, user }, member, parts, definitions)), ...ofAccount];
  return {
    user: { id: user, name: member.userName },
    account: { id: account, name: member.accountName },
    asOf: member.receivedAtMs ?? nowMs,
    definitionVersion: definitions.version,
    idleLimit: definitions.idleLimit,
    features: features.filter(({ feature }) => !notRelevant.has(feature)),
    milestones: standings.toSorted((one, other) => one.milestone.order - other.milestone.order).map(toMeMilestone),
  };
}

function toMeMilestone({ milestone: { milestone, name }, state }: MilestoneStanding): MeMilestone {
  switch (state.kind) {
    case "met":
      return { milestone, name, progress: 1, met: true, metAt: state.metAtMs, version: state.version };
    case "notRelevant":
      return { milestone, name, progress: state.progress, met: false, metAt: null, notRelevant: state.reason };
    case "open":
      return { milestone, name, progress: state.progress, met: false, metAt: null };
  }
}
