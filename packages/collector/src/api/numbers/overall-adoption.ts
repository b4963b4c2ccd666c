import type { ModuleAdoption } from "../../domain/modules/module-adoption.ts";
import { overallAdoption } from "../../domain/modules/overall-adoption.ts";
import type { ModuleFigures } from "../reading/module-figures.ts";
import { countOf, lengthOf } from "./lists.ts";
import { askedModules, leftOut } from "./modules.ts";
import { sumOf, type Evidence, type NumberDefinition, type Subject } from "./number.ts";

/** Numbers of all modules together: at the latest snapshots, and, apart from that, as of the last day. */

interface Side {
  readonly ids: { readonly percent: string; readonly sum: string } & Readonly<Record<ModuleAdoption["kind"], string>>;
  readonly name: string;
  readonly when: string;
  /** In words, why nothing is known of a module. */
  readonly noData: string;
  /** The number of one module. */
  readonly ofModule: string;
  readonly adoptionIn: (figures: ModuleFigures) => ModuleAdoption;
}

const SIDES: readonly Side[] = [
  {
    ids: {
      percent: "overallAdoptionPercent",
      sum: "overallAdoptionSum",
      measured: "measuredModules",
      notLicensed: "notLicensedModules",
      noData: "noDataModules",
    },
    name: "",
    when: "at the latest snapshot of each account",
    noData: "There is no snapshot with a licence.",
    ofModule: "moduleAdoptionPercent",
    adoptionIn: ({ adoption }) => adoption,
  },
  {
    ids: {
      percent: "overallLiveAdoptionPercent",
      sum: "overallLiveAdoptionSum",
      measured: "liveMeasuredModules",
      notLicensed: "liveNotLicensedModules",
      noData: "liveNoDataModules",
    },
    name: " now",
    when: "as of the last day, by the licences known now",
    noData: "Nobody has counted its users, or its licences.",
    ofModule: "moduleLiveAdoptionPercent",
    adoptionIn: ({ live }) => live,
  },
];

const KINDS: Readonly<Record<ModuleAdoption["kind"], readonly [name: string, formula: string]>> = {
  measured: ["Measured modules", "Modules of which active and licensed users are known"],
  notLicensed: ["Modules that are not licensed", "Modules for which there is no licence"],
  noData: ["Modules without data", "Modules of which nobody has counted the users, or the licences"],
};

function numbersOf(side: Side): readonly NumberDefinition[] {
  const { ids, name, when, noData, adoptionIn } = side;
  const common = { subjects: ["account"], splits: ["module"] } as const;
  return [
    {
      ...common,
      id: ids.percent,
      name: `Overall adoption${name}`,
      unit: "percent",
      kind: "mean",
      formula: `The mean of the modules' adoption, each weighing the same, ${when}. Modules that are not licensed or have no data are in neither.`,
      async measure(reading, subject) {
        const modules = await askedModules(reading, subject);
        const { meanPercent, measured } = overallAdoption(modules.map(adoptionIn));
        const rows = modules.flatMap((figures) => moduleEvidence(figures, side, "measured", subject));
        return {
          value: meanPercent,
          terms: [
            {
              name: "Sum of the modules' percentages",
              value: sumOf(rows),
              unit: "percent",
              opens: { number: ids.sum, subject },
            },
            {
              name: "Measured modules",
              value: measured,
              unit: "count",
              opens: { number: ids.measured, subject },
            },
          ],
          rows,
          excluded: leftOut(modules, adoptionIn, noData),
        };
      },
    },
    {
      ...common,
      id: ids.sum,
      name: `Sum of the modules' adoption${name}`,
      unit: "percent",
      kind: "sum",
      formula: `The modules' adoption added up, ${when}: what the overall adoption is the mean of.`,
      async measure(reading, subject) {
        const modules = await askedModules(reading, subject);
        const rows = modules.flatMap((figures) => moduleEvidence(figures, side, "measured", subject));
        return {
          value: sumOf(rows),
          terms: [],
          rows,
          excluded: leftOut(modules, adoptionIn, noData),
        };
      },
    },
    ...(["measured", "notLicensed", "noData"] as const).map((kind) => {
      const [what, formula] = KINDS[kind];
      return countOf({
        ...common,
        id: ids[kind],
        name: `${what}${name}`,
        formula: `${formula}, ${when}.`,
        async measure(reading, subject) {
          const modules = await askedModules(reading, subject);
          return lengthOf(
            modules.flatMap((figures) => moduleEvidence(figures, side, kind, subject)),
            { rowUnit: "percent" },
          );
        },
      });
    }),
  ];
}

/** The module, if it is of the kind. */
function moduleEvidence(
  figures: ModuleFigures,
  { ofModule, adoptionIn }: Side,
  kind: ModuleAdoption["kind"],
  subject: Subject,
): readonly Evidence[] {
  const { module } = figures;
  const adoption = adoptionIn(figures);
  if (adoption.kind !== kind) return [];
  return [
    {
      kind: "module",
      id: module.module,
      name: module.name,
      value: adoption.kind === "measured" ? adoption.percent : null,
      opens: { number: ofModule, subject: { ...subject, module: module.module } },
      details: {
        active: adoption.active,
        licensed: adoption.kind === "notLicensed" ? 0 : adoption.licensed,
        overUsed: adoption.kind === "measured" && adoption.overUsed,
      },
    },
  ];
}

export const OVERALL_ADOPTION: readonly NumberDefinition[] = SIDES.flatMap(numbersOf);
