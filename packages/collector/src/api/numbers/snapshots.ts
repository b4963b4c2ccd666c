import { activityOf } from "./module-activity.ts";
import { moduleAdoption } from "../../domain/modules/module-adoption.ts";
import { compareSnapshots, type ModuleSnapshot } from "../../domain/modules/snapshot-comparison.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { percentOf } from "../../domain/share.ts";
import type { SnapshotRow } from "../../store/module-snapshots.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames, type Names } from "./names.ts";
import type { Evidence, Measurement, NumberDefinition, Subject, Term } from "./number.ts";

/** Modules as they were kept, and what has become of them from one snapshot to another. */

const NOTHING: Measurement = { value: null, terms: [], rows: [], excluded: [] };
const OF_SNAPSHOT = { subjects: ["account", "snapshot"], requires: ["account", "snapshot"] } as const;

async function snapshotOf(
  { records, scope }: Reading,
  { account = "", snapshot }: Subject,
): Promise<SnapshotRow | null> {
  return (await records.snapshots({ scope, account })).find(({ id }) => id === snapshot) ?? null;
}

/** Somebody who was active, which opens as their time in the window that ended with the snapshot. */
function personRow(
  user: string,
  kept: SnapshotRow,
  { definitions }: Reading,
  names: Names,
  value: number | null,
): Evidence {
  const { account, module, day } = kept;
  const definition = definitions.modules.get(module);
  const member = { account, user, module };
  return {
    kind: "user",
    id: user,
    name: names.of("user", user),
    value,
    opens: definition === undefined ? null : { ...activityOf(definition, { account, user }, day), asOf: day },
    details: { ...member, snapshotDay: isoDate(day) },
  };
}

/** The snapshot itself, of whom it names nobody. */
function snapshotRow(kept: SnapshotRow, value: number | null): Evidence {
  const { id, day, actor, kind, account, module } = kept;
  const details = { account, module, snapshotDay: isoDate(day), recordedBy: actor, kind };
  return { kind: "part", id, name: isoDate(day), value, opens: null, details };
}

const ACTIVE: NumberDefinition = {
  ...OF_SNAPSHOT,
  id: "snapshotActiveUsers",
  name: "Active users of a snapshot",
  unit: "count",
  kind: "sum",
  formula:
    "Who was active in the module when the snapshot was taken: whom it names, or, where it was recorded by hand, as many as somebody has said.",
  splits: ["user"],
  async measure(reading, subject) {
    const [kept, names] = await Promise.all([snapshotOf(reading, subject), createNames(reading)]);
    if (kept === null) return NOTHING;
    const people = (kept.activeUsers ?? []).map((user) => personRow(user, kept, reading, names, 1));
    const unnamed = kept.active - people.length;
    const rows = unnamed === 0 ? people : [...people, snapshotRow(kept, unnamed)];
    return { value: kept.active, terms: [], rows, excluded: [] };
  },
};

const LICENSED: NumberDefinition = {
  ...OF_SNAPSHOT,
  id: "snapshotLicensedUsers",
  name: "Licensed users of a snapshot",
  unit: "count",
  kind: "sum",
  formula: "Licences as they were known when the snapshot was taken; none where nobody had told of any.",
  splits: ["part"],
  async measure(reading, subject) {
    const kept = await snapshotOf(reading, subject);
    if (kept === null || kept.licensed === null) return NOTHING;
    return { value: kept.licensed, terms: [], rows: [snapshotRow(kept, kept.licensed)], excluded: [] };
  },
};

const PERCENT: NumberDefinition = {
  ...OF_SNAPSHOT,
  id: "snapshotPercent",
  name: "Adoption at a snapshot",
  unit: "percent",
  kind: "ratio",
  formula: "Active users of the snapshot ÷ its licensed users; more active than licensed is above 100 %.",
  splits: ["part"],
  async measure(reading, subject) {
    const kept = await snapshotOf(reading, subject);
    if (kept === null) return NOTHING;
    const { active, licensed } = kept;
    return {
      value: percentOf(active, licensed ?? 0),
      terms: [
        { name: "Active users", value: active, unit: "count", opens: { number: "snapshotActiveUsers", subject } },
        { name: "Licensed users", value: licensed, unit: "count", opens: { number: "snapshotLicensedUsers", subject } },
      ],
      rows: [snapshotRow(kept, null)],
      excluded: [],
    };
  },
};

const OF_COMPARISON = { subjects: ["account", "module"], requires: ["account", "module"] } as const;
const UNKNOWN: ModuleSnapshot = { active: null, licensed: null, activeUsers: null };

/** The latest snapshots up to the first and up to the last of the asked days. */
async function comparedIn({ records, scope, days }: Reading, { account = "", module = "" }: Subject) {
  const all = days === null ? [] : await records.snapshots({ scope, account, module });
  // Later ones come later.
  const upTo = (day: number): SnapshotRow | null => all.findLast((row) => row.day <= day) ?? null;
  const [earlier, later] = days === null ? [null, null] : [upTo(days.from), upTo(days.to)];
  return { earlier, later, comparison: compareSnapshots(earlier ?? UNKNOWN, later ?? UNKNOWN) };
}

const SIDES = [
  ["snapshotPointsChange", "Change of adoption in points", "percent", "points", "snapshotPercent", percentIn],
  ["snapshotActiveChange", "Change of active users", "count", "active", "snapshotActiveUsers", ({ active }) => active],
  [
    "snapshotLicensedChange",
    "Change of licensed users",
    "count",
    "licensed",
    "snapshotLicensedUsers",
    ({ licensed }) => licensed,
  ],
] as const satisfies readonly (readonly [
  string,
  string,
  NumberDefinition["unit"],
  string,
  string,
  (kept: SnapshotRow) => number | null,
])[];

function percentIn(kept: SnapshotRow): number | null {
  const adoption = moduleAdoption(kept);
  return adoption.kind === "measured" ? adoption.percent : null;
}

function changeOf([id, name, unit, part, opens, valueOf]: (typeof SIDES)[number]): NumberDefinition {
  return {
    ...OF_COMPARISON,
    id,
    name,
    unit: part === "points" ? "points" : unit,
    kind: "difference",
    formula:
      "Of the latest snapshot up to the last of the days, less that of the latest one up to the first of them. There is none where one of them isn't known.",
    splits: ["part"],
    async measure(reading, subject) {
      const { earlier, later, comparison } = await comparedIn(reading, subject);
      const term = (when: string, kept: SnapshotRow | null): Term => ({
        name: kept === null ? `No snapshot ${when}` : `On ${isoDate(kept.day)}`,
        value: kept && valueOf(kept),
        unit,
        opens: kept && { number: opens, subject: { account: kept.account, snapshot: kept.id } },
      });
      return {
        value: comparison[part],
        terms: [term("at the last of the days", later), term("at the first of the days", earlier)],
        rows: [],
        excluded: [],
      };
    },
  };
}

const KEPT = countOf({
  ...OF_COMPARISON,
  id: "snapshotKeptUsers",
  name: "Active at both snapshots",
  formula:
    "Who was active at the latest snapshot up to the first of the days, and at the latest one up to the last of them; nothing where one of them names nobody.",
  async measure(reading, subject) {
    const [{ later, comparison }, names] = await Promise.all([comparedIn(reading, subject), createNames(reading)]);
    const { people } = comparison;
    if (people === null || later === null) return NOTHING;
    const rows = people.kept.map((user) => personRow(user, later, reading, names, null));
    return lengthOf(rows, {
      excluded: [
        { what: "Gained", why: "They weren't active at the earlier one.", value: people.gained.length },
        { what: "Lost", why: "They were no longer active at the later one.", value: people.lost.length },
      ],
    });
  },
});

export const SNAPSHOTS: readonly NumberDefinition[] = [ACTIVE, LICENSED, PERCENT, ...SIDES.map(changeOf), KEPT];
