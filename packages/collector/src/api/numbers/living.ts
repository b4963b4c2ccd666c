import type { LivingState } from "@uptake/tracker/protocol";
import { livingDaysOf } from "../../domain/adoption/living-days.ts";
import { quietLapses } from "../reading/quiet-lapses.ts";
import type { Reading } from "../reading/reading.ts";
import { usesWhere } from "./adoption.ts";
import { countOf } from "./lists.ts";
import type { Measurement, NumberDefinition, Subject, Term } from "./number.ts";
import { definedAt, IN_FORMULA } from "./term-source.ts";

/** Numbers of how what was adopted lives on. */

const DEFAULT = livingDaysOf(null);
/** Said at the end of each formula. */
const RULE = `The active days of a feature are the ${DEFAULT.activeDays} after a use, its cooling days the ${DEFAULT.coolingDays} after it; where the definitions state a rhythm, twice and four times that if it is more.`;

const LIVING = [
  {
    id: "activeAdopters",
    living: "active",
    name: "Adopters who use it",
    formula: `Members who have adopted the feature and whose last use is no longer ago than its active days; without those who came back within these after they had lapsed. ${RULE}`,
  },
  {
    id: "recoveredAdopters",
    living: "recovered",
    name: "Adopters who have come back",
    formula: `Members who have adopted the feature, whose last use is no longer ago than its active days, and who came back within these after they had lapsed: after more than its cooling days without use. ${RULE}`,
  },
  {
    id: "coolingAdopters",
    living: "cooling",
    name: "Adopters who use it less",
    formula: `Members who have adopted the feature and whose last use is longer ago than its active days, and no longer than its cooling days. ${RULE}`,
  },
  {
    id: "lapsedMembers",
    living: "lapsed",
    name: "Lapsed",
    formula: `Members who have adopted the feature and have not used it for more than its cooling days. ${RULE}`,
  },
] as const satisfies readonly (Pick<NumberDefinition, "id" | "name" | "formula"> & { readonly living: LivingState })[];

const STATES: readonly NumberDefinition[] = LIVING.map(({ living: wanted, ...named }) =>
  countOf({
    ...named,
    subjects: ["account", "user", "feature"],
    measure: async (reading, subject) =>
      withRhythm(
        await usesWhere(reading, subject, ({ stage, living }) => stage === "adopted" && living === wanted),
        reading,
        subject,
      ),
  }),
);

const QUIET: NumberDefinition = countOf({
  id: "quietLapses",
  name: "Quiet lapses",
  formula: `Members who have adopted a core feature and whose last use is longer ago than its active days, and no longer than its cooling days, of those who count in its adoption rate, in accounts whose active time as a whole has not dropped by what the definitions call a drop: nothing else shows it yet. ${RULE}`,
  subjects: ["account", "user", "feature"],
  measure: async (reading, subject) =>
    withRhythm(await usesWhere(reading, subject, await quietLapses(reading)), reading, subject),
});

/** Says by which rhythm it is, where it is of one feature; else each row does. */
function withRhythm(measured: Measurement, { definitions }: Reading, { feature }: Subject): Measurement {
  const definition = feature === undefined ? undefined : definitions.features.get(feature);
  if (definition === undefined) return measured;
  const { rhythmDays, living } = definition;
  const stated = definedAt("features", definition.feature, "rhythmDays");
  const daysTerm = (name: string, value: number, source: typeof IN_FORMULA): Term => ({
    name,
    value,
    unit: "count",
    ...source,
  });
  // What is stated may still be too quick to change anything.
  const sourceOf = (part: keyof typeof living): typeof IN_FORMULA =>
    living[part] === DEFAULT[part] ? IN_FORMULA : stated;
  return {
    ...measured,
    terms: [
      ...(rhythmDays === null ? [] : [daysTerm("Rhythm, days", rhythmDays, stated)]),
      daysTerm("Active for so many days", living.activeDays, sourceOf("activeDays")),
      daysTerm("Cooling for so many days", living.coolingDays, sourceOf("coolingDays")),
    ],
  };
}

export const LIVING_NUMBERS: readonly NumberDefinition[] = [...STATES, QUIET];
