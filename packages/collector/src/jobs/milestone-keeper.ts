import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { newRecord } from "../domain/milestones/milestone-state.ts";
import {
  readAccountMilestones,
  readMemberMilestones,
  type MilestoneParts,
  type MilestoneStanding,
} from "../me/read-milestones.ts";
import type { Adoptions, MemberKey } from "../store/adoptions.ts";
import type { MemberFacts } from "../store/facts.ts";
import type { MetMilestoneWrite, MilestoneRecords, MilestoneSubject } from "../store/milestone-records.ts";

/** A member with news, as read since. */
export interface ReadMember extends MemberKey {
  readonly facts: MemberFacts;
}

/** Writes down what is met, so that it stays so. */
export interface MilestoneKeeper {
  /**
   * Looks at the milestones of members, and of accounts whose mark of nobody was taken. An account is looked at once a
   * minute at most, since that reads the sums of all its people.
   */
  keep(members: readonly ReadMember[], definitions: CompiledDefinitions): Promise<KeptMilestones>;
}

export interface KeptMilestones {
  /** Whose marks have served. The other ones are to be taken again when their account may be looked at. */
  readonly looked: readonly ReadMember[];
  /** Whether accounts were marked since their members have news. */
  readonly hasMarked: boolean;
}

export interface MilestoneKeeperParts extends MilestoneParts {
  readonly records: MilestoneParts["records"] &
    Pick<MilestoneRecords, "meetMilestones"> &
    Pick<Adoptions, "markAccounts">;
  /** Unix ms. */
  readonly now: () => number;
}

/** Whose mark is an account's. */
const NOBODY = "";

const ACCOUNT_PAUSE_MS = 60_000;

/** Most accounts whose last look is remembered; beyond it the memory starts afresh, and some are looked at sooner. */
const MAX_REMEMBERED = 10_000;

/** Makes one. Whatever was met is so for good: two of them, or one that dies half-way, come to the same. */
export function createMilestoneKeeper(parts: MilestoneKeeperParts): MilestoneKeeper {
  const lookedAtMs = new Map<string, number>();

  const mayLook = (account: string): boolean =>
    parts.now() - (lookedAtMs.get(account) ?? Number.NEGATIVE_INFINITY) >= ACCOUNT_PAUSE_MS;
  const standingsOf = ({ account, user, facts }: ReadMember, definitions: CompiledDefinitions) => {
    if (user !== NOBODY) return readMemberMilestones({ account, user }, facts, parts, definitions);
    if (lookedAtMs.size >= MAX_REMEMBERED) lookedAtMs.clear();
    lookedAtMs.set(account, parts.now());
    return readAccountMilestones(account, parts, definitions);
  };

  return {
    async keep(members, definitions) {
      const forAccounts = [...definitions.milestones.values()].some(({ scope }) => scope === "account");
      const looked = forAccounts ? members.filter(({ account, user }) => user !== NOBODY || mayLook(account)) : members;
      const met: MetMilestoneWrite[] = [];
      for (const member of looked) {
        const { account, user } = member;
        const standings = await standingsOf(member, definitions);
        met.push(...newlyMet(standings, { account, user: user === NOBODY ? null : user }, parts.now()));
      }
      if (met.length > 0) await parts.records.meetMilestones(met);
      const accounts = new Set(members.filter(({ user }) => user !== NOBODY).map(({ account }) => account));
      const hasMarked = forAccounts && accounts.size > 0;
      if (hasMarked) await parts.records.markAccounts([...accounts]);
      return { looked, hasMarked };
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
