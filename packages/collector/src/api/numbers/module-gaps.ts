import { neededFor } from "../../domain/share.ts";
import { moduleAdoption, type ModuleAdoption } from "../../domain/modules/module-adoption.ts";
import type { TargetStatus } from "../../domain/modules/module-status.ts";
import { moduleFigures, moduleState, type AccountModule, type ModuleFigures } from "../reading/module-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { createNames } from "./names.ts";
import type { Evidence, Exclusion, Measurement, NumberDefinition, Subject, Term } from "./number.ts";
import { definedAt, setForAccount } from "./term-source.ts";

/** What modules are short of their targets: at the latest snapshots, and, apart from that, as of the last day. */

interface Side {
  readonly id: string;
  readonly name: string;
  readonly when: string;
  readonly active: string;
  readonly licensed: string;
  readonly percent: string;
  readonly adoptionIn: (of: Pick<ModuleFigures, "adoption" | "live">) => ModuleAdoption;
  readonly targetIn: (of: Pick<ModuleFigures, "target" | "liveTarget">) => TargetStatus | null;
}

const SNAPSHOT: Side = {
  id: "module",
  name: "",
  when: "at the latest snapshot of each account",
  active: "moduleActiveUsers",
  licensed: "moduleLicensedUsers",
  percent: "moduleAdoptionPercent",
  adoptionIn: ({ adoption }) => adoption,
  targetIn: ({ target }) => target,
};
const LIVE: Side = {
  id: "moduleLive",
  name: " now",
  when: "as of the last day, by the licences known now",
  active: "moduleLiveActiveUsers",
  licensed: "moduleLiveLicensedUsers",
  percent: "moduleLiveAdoptionPercent",
  adoptionIn: ({ live }) => live,
  targetIn: ({ liveTarget }) => liveTarget,
};

function gapsOf(side: Side): readonly NumberDefinition[] {
  const { id, name, when, active, licensed: seats, percent } = side;
  const needed = `${id}NeededUsers`;
  const about = {
    kind: "shortfall",
    subjects: ["account", "module"],
    requires: ["module"],
    splits: ["account"],
  } as const;
  return [
    {
      ...about,
      id: `${id}GapUsers`,
      name: `Missing users of modules${name}`,
      unit: "count",
      formula: `How many more people have to be active in the module for its target, ${when}: the smallest whole number that is at least the target's share of the licences, less those who are active. Of one account its own target holds.`,
      measure: (reading, subject) =>
        gap(
          reading,
          subject,
          side,
          `${id}GapUsers`,
          ({ gapUsers, targetPercent }, { licensed, ...counts }, target) => ({
            value: gapUsers,
            terms: [
              {
                name: "Needed for the target",
                value: neededFor(targetPercent, licensed),
                unit: "count",
                opens: { number: needed, subject },
              },
              { name: "Active users", value: counts.active, unit: "count", opens: { number: active, subject } },
              target,
            ],
          }),
        ),
    },
    {
      ...about,
      kind: "needed",
      id: needed,
      name: `Users needed in modules${name}`,
      unit: "count",
      formula: `How many people have to be active in the module for its target, ${when}: the smallest whole number that is at least the target's share of the licences.`,
      measure: (reading, subject) =>
        gap(reading, subject, side, needed, ({ targetPercent }, { licensed }, target) => ({
          value: neededFor(targetPercent, licensed),
          terms: [
            target,
            { name: "Licensed users", value: licensed, unit: "count", opens: { number: seats, subject } },
          ],
        })),
    },
    {
      ...about,
      id: `${id}GapPoints`,
      name: `Missing points of modules${name}`,
      unit: "points",
      formula: `By how many percentage points the module is short of its target, ${when}; 0 where the target is reached.`,
      measure: (reading, subject) =>
        gap(reading, subject, side, `${id}GapPoints`, ({ gapPoints }, adoption, target) => ({
          value: gapPoints,
          terms: [
            target,
            { name: "Adoption", value: adoption.percent, unit: "percent", opens: { number: percent, subject } },
          ],
        })),
    },
  ];
}

type Measured = ModuleAdoption & { readonly kind: "measured" };

type Telling = (
  status: TargetStatus,
  adoption: Measured,
  target: Term,
) => { readonly value: number; readonly terms: readonly Term[] };

async function gap(
  reading: Reading,
  { account, module }: Subject,
  side: Side,
  number: string,
  tell: Telling,
): Promise<Measurement> {
  const [figures, names] = await Promise.all([moduleFigures(reading), createNames(reading)]);
  const own = figures.find((one) => one.module.module === module);
  const adoption = own && side.adoptionIn(own);
  const target = own && side.targetIn(own);
  if (own === undefined || adoption?.kind !== "measured" || !target) {
    return { value: null, terms: [], rows: [], excluded: own === undefined ? [] : [whyNone(own, side)] };
  }
  const rows = own.accounts.flatMap((one): Evidence[] => {
    const state = stateIn(reading, own, one);
    const [its, itsTarget] = [side.adoptionIn(state), side.targetIn(state)];
    // Of one account there is no smaller part.
    if (account !== undefined || its.kind !== "measured" || itsTarget === null) return [];
    const { id } = one.account;
    return [
      {
        kind: "account",
        id,
        name: names.of("account", id),
        value: tell(itsTarget, its, targetTerm(own, itsTarget)).value,
        opens: { number, subject: { account: id, module: own.module.module } },
        details: { account: id, active: its.active, licensed: its.licensed, targetPercent: itsTarget.targetPercent },
      },
    ];
  });
  return { ...tell(target, adoption, targetTerm(own, target)), rows, excluded: [] };
}

/** The target, and who has set it: the definitions, or whoever gave the one account that is looked at its own. */
function targetTerm({ module, ownTargetOf }: ModuleFigures, { targetPercent }: TargetStatus): Term {
  const set =
    ownTargetOf === null
      ? definedAt("modules", module.module, "targetPercent")
      : setForAccount(ownTargetOf, module.module);
  return { name: "Target", value: targetPercent, unit: "percent", ...set };
}

function stateIn(reading: Reading, { module }: ModuleFigures, { counts, live, targetPercent }: AccountModule) {
  return moduleState(reading, module, { adoption: moduleAdoption(counts), live: moduleAdoption(live), targetPercent });
}

function whyNone(figures: ModuleFigures, side: Side): Exclusion {
  const what = figures.module.name;
  if (figures.targetPercent === null) return { what, why: "It has no target.", value: null };
  const isLicensed = side.adoptionIn(figures).kind !== "notLicensed";
  return {
    what,
    why: isLicensed ? "Nobody has counted its users, or its licences." : "It is not licensed.",
    value: null,
  };
}

export const MODULE_GAPS: readonly NumberDefinition[] = [...gapsOf(SNAPSHOT), ...gapsOf(LIVE)];
