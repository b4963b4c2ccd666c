import { isRight, type Finding } from "../tests/tracker/table.ts";
import type { SituationOutcome } from "./situations.ts";
import { formatTable, show } from "./table.ts";

/** What our tests alone can ask of ours. */
const isForAll = ({ what }: Finding): boolean => !what.startsWith("visits of ") && what !== "as counted by the pages";

const signed = (value: number, digits: number): string => {
  const text = show(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
};

function cell(of: Finding | undefined, { failure, duplicates, hasActions }: SituationOutcome): string {
  if (failure !== undefined) return "failed";
  if (!of) return "-";
  if (of.unit === "s") return `${show(of.reported / 1_000, 1)} (${signed((of.reported - of.truth) / 1_000, 1)})`;
  if (!hasActions) return "-";
  const twice = duplicates > 0 ? `, ${duplicates} twice` : "";
  return `${show(of.reported)} of ${show(of.truth)}${twice}`;
}

/** Situations by row, contenders by column: active time in seconds with its difference from the truth; events. */
export function situationTable(outcomes: readonly SituationOutcome[], contenders: readonly string[]): string {
  const situations = [...new Set(outcomes.map(({ situation }) => situation))];
  const rows = situations.flatMap((situation) => {
    const here = outcomes.filter((outcome) => outcome.situation === situation);
    const whats = [...new Set(here.flatMap(({ findings }) => findings.filter(isForAll).map(({ what }) => what)))];
    return whats.map((what) => {
      const label = what === "" ? situation : `${situation}: ${what === "actions" ? "events" : what}`;
      const read = (name: string) => {
        const outcome = here.find(({ contender }) => contender === name);
        const finding = outcome?.findings.find((one) => one.what === what);
        return outcome ? cell(finding, outcome) : "-";
      };
      return [label].concat(contenders.map(read));
    });
  });
  return formatTable([["situation", ...contenders], ...rows]);
}

/** Outcomes of a contender that are not all right. */
export function wrongOnes(outcomes: readonly SituationOutcome[], name: string): readonly SituationOutcome[] {
  return outcomes.filter(
    ({ contender, findings, failure }) => contender === name && (failure !== undefined || !findings.every(isRight)),
  );
}
