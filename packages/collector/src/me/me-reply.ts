import type { MeMilestone, MeReply } from "@uptake/tracker/protocol";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
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

/** One member's own record: sums and crossings from one read of the store. */
export async function readMe(
  { account, user, writer, nowMs }: MeQuestion,
  parts: MilestoneParts,
  definitions: CompiledDefinitions,
): Promise<MeReply> {
  const member = await parts.facts.member({
    scope: { kind: "only", accounts: [account] },
    account,
    user,
    ...(writer !== null && { writer }),
    ...memberThresholds(definitions),
  });
  const standings = [
    ...(await readMemberMilestones({ account, user }, member, parts, definitions)),
    ...(await readAccountMilestones(account, parts, definitions)),
  ];
  return {
    user: { id: user, name: member.userName },
    account: { id: account, name: member.accountName },
    asOf: member.receivedAtMs ?? nowMs,
    definitionVersion: definitions.version,
    idleLimit: definitions.idleLimit,
    features: memberFeatures(member, definitions, parts.calendarOf(member.timeZone), nowMs, writer !== null),
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
