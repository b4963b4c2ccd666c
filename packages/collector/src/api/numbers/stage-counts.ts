import type { StageMatrixRow } from "../contract.ts";
import { memberUses } from "../reading/uses.ts";
import { accountRows, memberRows, relevanceIn } from "../stage-matrix.ts";
import { useEvidence } from "./adoption.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** How many features are in each stage in a row of the matrix of stages. */

const STAGES = [
  ["adopted", "Adopted", "has adopted"],
  ["tried", "Tried", "has tried and not adopted"],
  ["untouched", "Untouched", "has never used"],
] as const;

const CELLS: readonly NumberDefinition[] = STAGES.map(([stage, name, what]) =>
  countOf({
    id: `${stage}Cells`,
    name: `${name} in the matrix`,
    formula: `The defined features that the member, or of an account as a whole one of its people at most, ${what}, as the matrix of stages shows them.`,
    subjects: ["account", "user"],
    requires: ["account"],
    splits: ["feature"],
    async measure(reading, { account = "", user }) {
      const [rows, names] = await Promise.all([
        user === undefined ? accountRows(reading) : memberRows(reading),
        createNames(reading),
      ]);
      const cells = rows.find((row) => row.account === account && row.user === (user ?? null))?.cells ?? [];
      const own = cells.filter((cell) => cell.stage === stage);
      return lengthOf(
        own.map((cell): Evidence => cellEvidence(cell, { account, user }, names.of("feature", cell.feature))),
        {
          excluded: [{ what: "Other features", why: "They are in another stage.", value: cells.length - own.length }],
        },
      );
    },
  }),
);

const PEOPLE_OF_CELL = [
  ["adopted", "cellAdopters", "Adopters in an account"],
  ["tried", "cellTriers", "Triers in an account"],
] as const;

/** Of a cell of an account: by the rules of the account's own rate, which accounts that have left have too. */
const PEOPLE: readonly NumberDefinition[] = PEOPLE_OF_CELL.map(([stage, id, name]) =>
  countOf({
    id,
    name,
    formula: `The account's people to whom the feature is relevant, who ${stage === "adopted" ? "have adopted it" : "have tried it and not adopted it"}.`,
    subjects: ["account", "feature"],
    requires: ["account", "feature"],
    async measure(reading, { account, feature }) {
      const [uses, { isForMember }, names] = await Promise.all([
        memberUses(reading),
        relevanceIn(reading),
        createNames(reading),
      ]);
      const there = uses.filter((use) => use.account === account && use.feature === feature && use.stage === stage);
      const own = there.filter((use) => isForMember(use, use.feature));
      return lengthOf(
        own.map((use) => useEvidence(use, names)),
        {
          rowUnit: "ms",
          excluded: [
            { what: "Others in that stage", why: "It isn't relevant to them.", value: there.length - own.length },
          ],
        },
      );
    },
  }),
);

export const STAGE_COUNTS: readonly NumberDefinition[] = [...CELLS, ...PEOPLE];

/** A member's opens as their progress, an account's as all who have got that far. */
function cellEvidence(
  { feature, stage, living, adoptedAt }: StageMatrixRow["cells"][number],
  { account, user }: { readonly account: string; readonly user: string | undefined },
  name: string,
): Evidence {
  const ofAccount = {
    number: stage === "adopted" ? "adoptedMembers" : "touchedMembers",
    subject: { account, feature },
  };
  return {
    kind: "feature",
    id: feature,
    name,
    value: null,
    opens: user === undefined ? ofAccount : { number: "progressMs", subject: { account, user, feature } },
    details: { stage, living, adoptedAt },
  };
}
