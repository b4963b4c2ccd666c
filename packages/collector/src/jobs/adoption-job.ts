import { createHash } from "node:crypto";
import { adoptionRules } from "../domain/adoption/adoption-rules.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { Adoptions, MemberKey, SettledMember, TakeCursor } from "../store/adoptions.ts";
import type { Facts } from "../store/facts.ts";
import { memberThresholds } from "../me/read-milestones.ts";
import type { Job } from "./job.ts";
import { milestoneRules, type MilestoneKeeper, type ReadMember } from "./milestone-keeper.ts";

/** Members in one step: some 100 ms of one reader, and a few of the writer. */
const MEMBERS_PER_STEP = 100;

/** What somebody has adopted is known a few seconds later, unless very many are active. */
const PAUSE_MS = 5_000;

export interface AdoptionJobParts {
  readonly facts: Pick<Facts, "member">;
  readonly adoptions: Pick<Adoptions, "takeDirtyMembers" | "settleMembers">;
  readonly milestones: MilestoneKeeper;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** Unix ms. */
  readonly now: () => number;
}

/** Finds out who has adopted what and met which milestones: of members with news, of everybody when the rules have changed. */
export function createAdoptionJob({ facts, adoptions, milestones, definitions, now }: AdoptionJobParts): Job {
  let cursor: TakeCursor | null = null;

  const read = async ({ account, user }: MemberKey, compiled: CompiledDefinitions): Promise<ReadMember> => ({
    account,
    user,
    facts: await facts.member({
      scope: { kind: "only", accounts: [account] },
      account,
      user,
      ...memberThresholds(compiled),
    }),
  });

  const look = async (taken: readonly MemberKey[], compiled: CompiledDefinitions): Promise<Look> => {
    // Before anything is defined nothing can be adopted or met, whatever a reader would tell.
    if (compiled.features.size === 0 && compiled.milestones.size === 0) {
      return { settled: taken.map(({ account, user }) => ({ account, user, adoptions: [] })), hasMarked: false };
    }
    const members: ReadMember[] = [];
    // One after the other: the other reader stays free for people.
    for (const member of taken) members.push(await read(member, compiled));
    // First: a job that dies here takes the same members again.
    const { looked, hasMarked } = await milestones.keep(members, compiled);
    return { settled: looked.map(toSettled), hasMarked };
  };

  return {
    name: "adoption",
    pauseMs: PAUSE_MS,
    async step() {
      const compiled = await definitions();
      const rules = {
        definitionVersion: compiled.version,
        rules: createHash("sha256")
          .update(adoptionRules(compiled))
          .update(milestoneRules(compiled))
          .digest("base64url"),
      };
      const taken = await adoptions.takeDirtyMembers({ rules, limit: MEMBERS_PER_STEP, cursor, nowMs: now() });
      if (taken.kind === "marking") return "more";
      // What this process knows of the definitions is not a few seconds old by then.
      if (taken.kind === "outdated") return "done";
      cursor = taken.cursor;
      if (taken.members.length === 0) return "done";
      const { settled, hasMarked } = await look(taken.members, compiled);
      await adoptions.settleMembers({ rules, take: taken.take, members: settled, foundAtMs: now() });
      return cursor === null && !hasMarked ? "done" : "more";
    },
  };
}

/** What has come of looking at some members. */
interface Look {
  readonly settled: readonly SettledMember[];
  readonly hasMarked: boolean;
}

function toSettled({ account, user, facts }: ReadMember): SettledMember {
  const adoptions = facts.features.flatMap(({ feature, adoptions: epochs }) =>
    epochs.map(({ epoch, slot }) => ({ feature, epoch, slot })),
  );
  return { account, user, adoptions };
}
