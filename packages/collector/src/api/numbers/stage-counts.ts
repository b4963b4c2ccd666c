import type { StageMatrixRow } from "../contract.ts";
import { accountRows, memberRows } from "../stage-matrix.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** How many features are in each stage in a row of the matrix of stages. */

const STAGES = [
  ["adopted", "Adopted", "has adopted"],
  ["tried", "Tried", "has tried and not adopted"],
  ["untouched", "Untouched", "could use and has never used"],
  ["notRelevant", "Not relevant", "is not concerned by and has never used"],
] as const;

export const STAGE_COUNTS: readonly NumberDefinition[] = STAGES.map(([stage, name, what]) =>
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
