import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { newRecord } from "../domain/milestones/milestone-state.ts";
import {
  readAccountMilestones,
  readMemberMilestones,
  type MilestoneParts,
  type MilestoneStanding,
} from "../me/read-milestones.ts";
import type { MemberKey } from "../store/adoptions.ts";
import type { MemberFacts } from "../store/facts.ts";
import type { MetMilestoneWrite, MilestoneRecords, MilestoneSubject } from "../store/milestone-records.ts";

/** A member with news, as read since. */
export interface ReadMember extends MemberKey {
  readonly facts: MemberFacts;
}

/** Writes down what is met, so that it stays so. */
export interface MilestoneKeeper {
  /**
   * Looks at the milestones of members and of their accounts, each account once.
   * @returns how many were new.
   */
  keep(members: readonly ReadMember[], definitions: CompiledDefinitions): Promise<number>;
}

export interface MilestoneKeeperParts extends MilestoneParts {
  readonly records: MilestoneParts["records"] & Pick<MilestoneRecords, "meetMilestones">;
  /** Unix ms. */
  readonly now: () => number;
}

/** Makes one. Whatever was met is so for good: two of them, or one that dies half-way, come to the same. */
export function createMilestoneKeeper(parts: MilestoneKeeperParts): MilestoneKeeper {
  return {
    async keep(members, definitions) {
      const met: MetMilestoneWrite[] = [];
      for (const { account, user, facts } of members) {
        // What is the account's as a whole is nobody's.
        if (user === "") continue;
        const standings = await readMemberMilestones({ account, user }, facts, parts, definitions);
        met.push(...newlyMet(standings, { account, user }, parts.now()));
      }
      for (const account of new Set(members.map((member) => member.account))) {
        const standings = await readAccountMilestones(account, parts, definitions);
        met.push(...newlyMet(standings, { account, user: null }, parts.now()));
      }
      return met.length === 0 ? 0 : parts.records.meetMilestones(met);
    },
  };
}

/** Everything about milestones that decides who has met them, as a text that is the same for the same milestones. */
export function milestoneRules({ milestones }: CompiledDefinitions): string {
  return JSON.stringify([...milestones.values()].map(({ name: _name, order: _order, ...decisive }) => decisive));
}

function newlyMet(
  standings: readonly MilestoneStanding[],
  subject: Omit<MilestoneSubject, "milestone">,
  nowMs: number,
): readonly MetMilestoneWrite[] {
  return standings.flatMap(({ milestone: { milestone }, state, resetAtMs }) => {
    const record = newRecord(state, nowMs);
    if (record?.kind !== "met") return [];
    const { version, metAtMs, atMs } = record;
    return [{ ...subject, milestone, version, metAtMs, resetAtMs, atMs }];
  });
}
