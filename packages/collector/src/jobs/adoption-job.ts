import { createHash } from "node:crypto";
import { adoptionRules, adoptionThresholds } from "../domain/adoption/adoption-rules.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { Adoptions, MemberKey, SettledMember, TakeCursor } from "../store/adoptions.ts";
import type { Facts } from "../store/facts.ts";
import type { Job } from "./job.ts";

/** Members in one step: some 100 ms of one reader, and a few of the writer. */
const MEMBERS_PER_STEP = 100;

/** What somebody has adopted is known a few seconds later, unless very many are active. */
const PAUSE_MS = 5_000;

export interface AdoptionJobParts {
  readonly facts: Pick<Facts, "member">;
  readonly adoptions: Adoptions;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** Unix ms. */
  readonly now: () => number;
}

/** Finds out who has adopted what: of members with news, and of everybody when the rules have changed. */
export function createAdoptionJob({ facts, adoptions, definitions, now }: AdoptionJobParts): Job {
  let cursor: TakeCursor | null = null;

  const read = async ({ account, user }: MemberKey, compiled: CompiledDefinitions): Promise<SettledMember> => {
    const thresholds = adoptionThresholds(compiled);
    // Before anything is defined nothing can be adopted, whatever a reader would tell.
    if (thresholds.length === 0) return { account, user, adoptions: [] };
    const { features } = await facts.member({
      scope: { kind: "only", accounts: [account] },
      account,
      user,
      idleLimitIndex: compiled.idleLimitIndex,
      thresholds,
      actionThresholds: [],
    });
    const adopted = features.flatMap(({ feature, adoptions: epochs }) =>
      epochs.map((epoch) => ({ feature, ...epoch })),
    );
    return { account, user, adoptions: adopted };
  };

  return {
    name: "adoption",
    pauseMs: PAUSE_MS,
    async step() {
      const compiled = await definitions();
      const rules = {
        definitionVersion: compiled.version,
        rules: createHash("sha256").update(adoptionRules(compiled)).digest("base64url"),
      };
      const taken = await adoptions.takeDirtyMembers({ rules, limit: MEMBERS_PER_STEP, cursor, nowMs: now() });
      if (taken.kind === "marking") return "more";
      // What this process knows of the definitions is not a few seconds old by then.
      if (taken.kind === "outdated") return "done";
      cursor = taken.cursor;
      const members: SettledMember[] = [];
      // One after the other: the other reader stays free for people.
      for (const member of taken.members) members.push(await read(member, compiled));
      if (members.length > 0) {
        await adoptions.settleMembers({ rules, take: taken.take, members, foundAtMs: now() });
      }
      return cursor === null ? "done" : "more";
    },
  };
}
