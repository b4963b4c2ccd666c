import type { IneligibilityReason } from "../../domain/adoption/eligibility.ts";
import { memberEligibility } from "../reading/eligibility.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures, memberUses } from "../reading/uses.ts";
import { useEvidence } from "./adoption.ts";
import { memberExclusions, REASONS } from "./exclusions.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** Who is in a cell of an account in the matrix of stages: those to whom the feature is relevant, and the others apart. */

const OF_CELL = { subjects: ["account", "feature"], requires: ["account", "feature"] } as const;

/** Why a feature isn't relevant to a member; null: it is. */
async function irrelevanceIn(reading: Reading, feature: string) {
  const { irrelevanceOf } = await memberEligibility(reading);
  const definition = countedFeatures(reading).find((one) => one.feature === feature);
  return (account: string, user: string): IneligibilityReason | null =>
    definition === undefined ? "notLaunched" : irrelevanceOf(definition, account, user);
}

const STAGES = (
  [
    ["relevantAdopters", "Adopters to whom it is relevant", "adopted", "have adopted the feature"],
    ["relevantTriers", "Triers to whom it is relevant", "tried", "have used the feature and not adopted it"],
  ] as const
).map(([id, name, stage, what]) =>
  countOf({
    ...OF_CELL,
    id,
    name,
    formula: `Members who ${what}, of those to whom it is relevant by launch, plan, seats, role and what somebody has said.`,
    async measure(reading, { account = "", feature = "" }) {
      const [uses, reasonOf, names] = await Promise.all([
        memberUses(reading),
        irrelevanceIn(reading, feature),
        createNames(reading),
      ]);
      const judged = uses
        .filter((use) => use.account === account && use.feature === feature && use.stage === stage)
        .map((use) => ({ use, reason: reasonOf(use.account, use.user) }));
      return lengthOf(
        judged.flatMap(({ use, reason }) => (reason === null ? [useEvidence(use, names)] : [])),
        {
          rowUnit: "ms",
          excluded: memberExclusions(judged.flatMap(({ reason }) => (reason === null ? [] : [{ reason }]))),
        },
      );
    },
  }),
);

const IRRELEVANT = countOf({
  ...OF_CELL,
  id: "irrelevantMembers",
  name: "Members to whom it isn't relevant",
  formula: "Known members of the account to whom the feature isn't relevant, whatever they made of it.",
  async measure(reading, { account = "", feature = "" }) {
    const [users, reasonOf, names] = await Promise.all([
      reading.users(),
      irrelevanceIn(reading, feature),
      createNames(reading),
    ]);
    const members = users.filter((user) => user.accounts.includes(account)).map(({ id }) => id);
    const rows = members.flatMap((user): Evidence[] => {
      const reason = reasonOf(account, user);
      if (reason === null) return [];
      return [
        {
          kind: "user",
          id: user,
          name: names.of("user", user),
          value: null,
          opens: { number: "progressMs", subject: { account, user, feature } },
          details: { user, account, reason: REASONS[reason] },
        },
      ];
    });
    const others = { what: "Others", why: "It is relevant to them.", value: members.length - rows.length };
    return lengthOf(rows, { excluded: [others] });
  },
});

export const MATRIX_CELLS: readonly NumberDefinition[] = [...STAGES, IRRELEVANT];
