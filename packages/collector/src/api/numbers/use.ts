import { slotStartMs, SLOT_MS } from "@uptake/tracker/protocol";
import type { CompiledDefinitions } from "../../domain/compile-definitions.ts";
import { engagementOf, featureOfAction, type CountedAction } from "../../domain/engagement.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import type { ActionTotalsRow, TotalsRow } from "../../store/facts.ts";
import type { CellRow } from "../../store/cells-question.ts";
import type { Reading } from "../reading/reading.ts";
import { createNames, type Names } from "./names.ts";
import { subjectFeatures } from "./subject-features.ts";
import { sumOf, type Dimension, type Evidence, type Exclusion, type NumberDefinition, type Subject } from "./number.ts";

/** The numbers that are counted: each is the sum of its cells, however it is split. */

const SPLITS = ["account", "user", "feature", "day", "cell"] as const satisfies readonly Dimension[];
const SUBJECTS = ["account", "user", "feature", "module"] as const satisfies readonly (keyof Subject)[];
type Key = "account" | "user" | "feature" | "action" | "day";

/** Cells of one account that can be opened at once. */
const MAX_CELLS = 100_000;

export const ACTIVE_TIME: NumberDefinition = {
  id: "activeMs",
  name: "Time spent",
  unit: "ms",
  kind: "sum",
  formula:
    "The sum of active time over users and features: from one sign of life to the next, where the gap is no longer than the idle limit and the page was visible, focused and awake. Time that no feature claims is part of it, as _other.",
  subjects: SUBJECTS,
  splits: SPLITS,
  async measure(reading, subject, split) {
    const { idleLimitIndex, idleLimit } = reading.definitions;
    const rows =
      split === "cell"
        ? await cellEvidence(reading, subject, (cell) => cell.activeMs[idleLimitIndex] ?? 0)
        : await timeEvidence(reading, "activeMs", subject, split, (row) => row.activeMs[idleLimitIndex] ?? 0);
    const idleMs = (await totalsOf(reading, [], subject)).reduce(
      (sum, { activeMs }) => sum + activeMs[3] - (activeMs[idleLimitIndex] ?? 0),
      0,
    );
    const excluded: Exclusion[] = [];
    if (idleLimit !== "none") {
      excluded.push({
        what: "Gaps that somebody closed later",
        why: `They were longer than the idle limit of ${idleLimit}.`,
        value: idleMs,
      });
    }
    return { value: sumOf(rows), terms: [], rows, excluded: [...excluded, ...(await overlap(reading, subject))] };
  },
};

export const VISITS: NumberDefinition = {
  id: "visits",
  name: "Visits",
  unit: "count",
  kind: "sum",
  formula: "How often a feature was entered: a visit counts when the feature changes, whatever the address does.",
  subjects: SUBJECTS,
  splits: SPLITS,
  async measure(reading, subject, split) {
    const rows =
      split === "cell"
        ? await cellEvidence(reading, subject, ({ visits }) => visits)
        : await timeEvidence(reading, "visits", subject, split, ({ visits }) => visits);
    return { value: sumOf(rows), terms: [], rows, excluded: [] };
  },
};

export const ENGAGEMENT: NumberDefinition = {
  id: "engagement",
  name: "Engagement",
  unit: "count",
  kind: "sum",
  formula:
    "The sum of the actions that the definitions name, each times its weight, 1 unless said. An action belongs to its definition's feature, else to the one in which it was counted.",
  subjects: [...SUBJECTS, "action"],
  splits: ["account", "user", "feature", "action", "day", "cell"],
  async measure(reading, subject, split) {
    const { definitions } = reading;
    if (split === "cell") {
      const rows = await cellEvidence(reading, memberOf(subject), (cell) =>
        engagementOf(
          countedIn(cell).filter((counted) => belongs(counted, subject, reading)),
          definitions,
        ),
      );
      return { value: sumOf(rows), terms: [], rows, excluded: [] };
    }
    const by = split === "feature" || split === "action" ? [] : [split as "account" | "user" | "day"];
    const counted = await reading.actionTotals({ by, ...memberOf(subject) });
    const own = counted.filter((row) => belongs(row, subject, reading));
    const sums = new Map<string, number>();
    for (const row of own) {
      const key = keyOf(row, split as Key, definitions);
      const value = engagementOf([row], definitions);
      if (value !== 0) sums.set(key, (sums.get(key) ?? 0) + value);
    }
    const names = await createNames(reading);
    const listed = evidenceOf(sums, "engagement", subject, split as Key, names);
    const rows = split === "user" ? [...listed, ...(await ofTheAccount(reading, subject, sumOf(listed)))] : listed;
    const unnamed = own.filter(({ action }) => !definitions.actions.has(action));
    return {
      value: sumOf(rows),
      terms: [],
      rows,
      excluded: unnamed.length === 0 ? [] : [unnamedActions(unnamed)],
    };
  },
};

function keyOf(row: ActionTotalsRow, split: Key, definitions: CompiledDefinitions): string {
  return split === "feature" ? featureOfAction(row, definitions) : String(row[split] ?? "");
}

/** What the host's server told of accounts as a whole, which is nobody's. */
async function ofTheAccount(reading: Reading, subject: Subject, ofPeople: number): Promise<readonly Evidence[]> {
  const { definitions } = reading;
  const counted = await reading.actionTotals({ by: [], ...memberOf(subject) });
  const whole = engagementOf(
    counted.filter((row) => belongs(row, subject, reading)),
    definitions,
  );
  if (whole === ofPeople) return [];
  return [{ kind: "user", id: "", name: "The account as a whole", value: whole - ofPeople, opens: null, details: {} }];
}

function unnamedActions(rows: readonly CountedAction[]): Exclusion {
  const names = [...new Set(rows.map(({ action }) => action))].toSorted();
  return {
    what: `Actions: ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`,
    why: "The definitions don't name them.",
    value: rows.reduce((sum, { count }) => sum + count, 0),
  };
}

async function timeEvidence(
  reading: Reading,
  number: string,
  subject: Subject,
  split: Dimension,
  value: (row: { readonly activeMs: readonly number[]; readonly visits: number }) => number,
): Promise<readonly Evidence[]> {
  const key = split as Exclude<Key, "action">;
  const sums = new Map<string, number>();
  for (const row of await totalsOf(reading, [key], subject)) {
    const id = String(row[key]);
    if (value(row) !== 0) sums.set(id, (sums.get(id) ?? 0) + value(row));
  }
  return evidenceOf(sums, number, subject, key, await createNames(reading));
}

function evidenceOf(
  sums: ReadonlyMap<string, number>,
  number: string,
  subject: Subject,
  split: Key,
  names: Names,
): readonly Evidence[] {
  const rows = [...sums].map(([id, value]): Evidence => {
    if (split === "day") {
      const day = Number(id);
      const opens = { number, subject, over: { days: { from: day, to: day } } };
      return { kind: "day", id: isoDate(day), name: isoDate(day), value, opens, details: {} };
    }
    const { module, ...others } = subject;
    // A feature says more than its module.
    const kept = split === "feature" || module === undefined ? others : { ...others, module };
    const opens = { number, subject: { ...kept, [split]: id } };
    return { kind: split, id, name: names.of(split, id), value, opens, details: {} };
  });
  return split === "day"
    ? rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    : rows.toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : 1));
}

/** The cells of one account in the days of the reading; those that are worth nothing are left out. */
export async function cellEvidence(
  reading: Reading,
  subject: Subject,
  value: (cell: CellRow) => number,
): Promise<readonly Evidence[]> {
  const names = await createNames(reading);
  const cells = await cellsOf(reading, subject);
  return cells
    .map((cell): Evidence => {
      const { user, feature, slot, writer, source } = cell;
      return {
        kind: "cell",
        id: [user, feature, slot, writer ?? source].join(" "),
        name: `${names.of("feature", feature)}, ${new Date(slotStartMs(slot)).toISOString().slice(0, 16)}Z`,
        value: value(cell),
        opens: null,
        details: { user, feature, slot, startsAt: slotStartMs(slot), writer, source },
      };
    })
    .filter((row) => row.value !== 0);
}

async function cellsOf(reading: Reading, subject: Subject): Promise<readonly CellRow[]> {
  const { account, user, feature } = subject;
  const features = subjectFeatures(subject, reading);
  if (account === undefined) return [];
  const { rows } = await reading.facts.cells({
    scope: reading.scope,
    account,
    ...(user !== undefined && { user }),
    ...(feature !== undefined && { feature }),
    days: reading.within(reading.days),
    limit: MAX_CELLS,
    offset: 0,
  });
  return features === null ? rows : rows.filter((row) => features.has(row.feature));
}

/**
 * What one person counted at the same time in two places: two devices, or a feature that counts while it is only visible.
 * Only what exceeds the length of a slot is certain, so that is what is told. It is part of the sum.
 */
async function overlap(reading: Reading, subject: Subject): Promise<readonly Exclusion[]> {
  if (subject.user === undefined) return [];
  const { idleLimitIndex } = reading.definitions;
  const bySlot = new Map<number, number>();
  for (const { slot, activeMs } of await cellsOf(reading, subject)) {
    bySlot.set(slot, (bySlot.get(slot) ?? 0) + (activeMs[idleLimitIndex] ?? 0));
  }
  const overlapMs = [...bySlot.values()].reduce((sum, slotMs) => sum + Math.max(0, slotMs - SLOT_MS), 0);
  if (overlapMs === 0) return [];
  return [
    {
      what: "Overlap, which is not left out",
      why: "More than 15 minutes in a slot: two devices at once, or a feature that counts while it is only visible.",
      value: overlapMs,
    },
  ];
}

function countedIn({ feature, actions }: CellRow): readonly CountedAction[] {
  return Object.entries(actions).map(([action, count]) => ({ feature, action, count }));
}

function belongs(counted: CountedAction, subject: Subject, { definitions }: Reading): boolean {
  if (subject.action !== undefined && counted.action !== subject.action) return false;
  const features = subjectFeatures(subject, { definitions });
  return features === null || features.has(featureOfAction(counted, definitions));
}

/** What a subject comes to by some dimensions; of a module there may be a row for each of its features. */
async function totalsOf(
  reading: Reading,
  by: readonly Exclude<Key, "action">[],
  subject: Subject,
): Promise<readonly TotalsRow[]> {
  const { feature } = subject;
  const features = subjectFeatures(subject, reading);
  if (features === null || feature !== undefined) {
    return reading.totals({ by, ...memberOf(subject), ...(feature !== undefined && { feature }) });
  }
  const rows = await reading.totals({ by: [...new Set([...by, "feature" as const])], ...memberOf(subject) });
  return rows.filter((row) => features.has(row.feature ?? ""));
}

function memberOf({ account, user }: Partial<Record<"account" | "user", string | undefined>>): Subject {
  return { ...(account !== undefined && { account }), ...(user !== undefined && { user }) };
}
