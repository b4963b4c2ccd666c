import { milestoneCases, type MilestoneCase } from "../reading/milestone-cases.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames, type Names } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** Where members, or accounts as a whole, are with a milestone. */

const KINDS: Readonly<Record<MilestoneCase["kind"], readonly [id: string, name: string, formula: string]>> = {
  met: ["milestoneMet", "Met", "Whoever has met the milestone, however long ago, until somebody takes it back."],
  open: ["milestoneOpen", "Open", "Those for whom the milestone is relevant, and who haven't met it."],
  notRelevant: [
    "milestoneNotRelevant",
    "Not relevant",
    "Those of whom somebody has said that the milestone isn't for them.",
  ],
};

/**
 * A member, or an account as a whole, which opens as how far it is; on an earlier day, of which nobody knows that, as all of
 * its use.
 */
export function createCaseEvidence(
  { looksBack }: Pick<Reading, "looksBack">,
  milestone: string,
  names: Names,
): (one: MilestoneCase) => Evidence {
  return ({ account, user, wait }) => {
    const who = names.of("account", account);
    const subject = user === null ? { account } : { account, user };
    return {
      kind: user === null ? "account" : "user",
      id: user === null ? account : `${user} ${account}`,
      name: user === null ? who : `${names.of("user", user)}, ${who}`,
      value: null,
      opens: looksBack
        ? { number: "activeMs", subject, over: "all" }
        : { number: "milestoneProgress", subject: { ...subject, milestone } },
      details: { account, user, since: wait?.sinceMs ?? null, metAt: wait?.reachedAtMs ?? null },
    };
  };
}

export const MILESTONES: readonly NumberDefinition[] = (["met", "open", "notRelevant"] as const).map((kind) => {
  const [id, name, formula] = KINDS[kind];
  return countOf({
    id,
    name,
    formula: `${formula} Members or accounts, as the milestone says.`,
    subjects: ["account", "milestone"],
    requires: ["milestone"],
    async measure(reading, { milestone = "" }) {
      const [cases, names] = await Promise.all([milestoneCases(reading), createNames(reading)]);
      const all = cases.get(milestone) ?? [];
      const rows = all.filter((one) => one.kind === kind).map(createCaseEvidence(reading, milestone, names));
      const others = all.length - rows.length;
      const why = "They are in one of the other two numbers of the milestone.";
      return lengthOf(rows, { excluded: [{ what: "Others", why, value: others }] });
    },
  });
});
