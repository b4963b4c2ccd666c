import { isoDate } from "../../domain/period/calendar-date.ts";
import type { AssetRunsRow } from "../../store/pushed.ts";
import type { Reading } from "../reading/reading.ts";
import { isCounted, whyUnknown } from "./assets.ts";
import { createAccountNames } from "./names.ts";
import {
  sumOf,
  type Dimension,
  type Evidence,
  type NumberDefinition,
  type NumberReference,
  type Subject,
} from "./number.ts";

type Split = "asset" | "type" | "account" | "day";

/** How often assets ran in the period. */
export const RUNS: NumberDefinition = {
  id: "runs",
  name: "Runs",
  unit: "count",
  kind: "sum",
  formula:
    "By how much the runs of assets had grown whenever the host told of them, on the day of the last run, or of the telling where that isn't told. What had run before it was first told of is of no day; of an asset of which nothing else is known there is no number where some of that may have been in the period. What an asset has done counts also where it was deleted since.",
  subjects: ["account", "feature", "module", "type", "asset"],
  splits: ["asset", "type", "account", "day"] satisfies readonly Split[],
  async measure(reading, subject, split) {
    const why = await whyUnknown(reading, subject);
    if (why !== null) {
      return { value: null, terms: [], rows: [], excluded: [{ what: "Runs", why, value: null }] };
    }
    const [rows, undated] = await Promise.all([evidenceBy(split, reading, subject), undatedRuns(reading, subject)]);
    const dated = sumOf(rows);
    return {
      // Of one asset as its row has it; of several it is what is known of days.
      value: subject.asset !== undefined && dated === 0 && undated > 0 ? null : dated,
      terms: [],
      rows,
      excluded: [
        {
          what: "Runs that are of no day",
          why: "They were there when the host first told of the asset, which wasn't made on that day: some of these may have been in the period.",
          value: undated,
        },
      ],
    };
  },
};

async function evidenceBy(split: Dimension, reading: Reading, subject: Subject): Promise<readonly Evidence[]> {
  if (split === "day") return dayEvidence(reading, subject);
  const rows = await ranAssets(reading, subject);
  if (split === "asset") return inOrder(rows.map((row) => assetEvidence(row)));
  const sums = new Map<string, number>();
  for (const row of rows) {
    const id = split === "account" ? row.account : row.type;
    sums.set(id, (sums.get(id) ?? 0) + row.runs);
  }
  const accountName = await createAccountNames(reading);
  const nameOf = (id: string): string =>
    split === "account" ? accountName(id) : (reading.definitions.assetTypes.get(id)?.name ?? id);
  return inOrder(
    [...sums].map(([id, value]): Evidence => ({
      kind: split,
      id,
      name: nameOf(id),
      value,
      opens: { number: "runs", subject: { ...subject, [split]: id } },
      details: {},
    })),
  );
}

/** Every asset of the subject that ran in the period. */
async function ranAssets(reading: Reading, subject: Subject): Promise<readonly AssetRunsRow[]> {
  const rows = await reading.facts.pushed({ kind: "assetRuns", ...questionOf(reading, subject) });
  return rows.filter(({ type }) => isCounted(type, reading, subject));
}

/** Runs that are of no day, and may have been in the period. */
async function undatedRuns(reading: Reading, subject: Subject): Promise<number> {
  const rows = await reading.facts.pushed({ kind: "undatedRuns", ...questionOf(reading, subject) });
  return rows.reduce((sum, { type, runs }) => sum + (isCounted(type, reading, subject) ? runs : 0), 0);
}

async function dayEvidence(reading: Reading, subject: Subject): Promise<readonly Evidence[]> {
  const rows = await reading.facts.pushed({ kind: "assetRunDays", ...questionOf(reading, subject) });
  const sums = new Map<number, number>();
  for (const { type, day, runs } of rows) {
    if (isCounted(type, reading, subject)) sums.set(day, (sums.get(day) ?? 0) + runs);
  }
  return [...sums]
    .toSorted(([one], [other]) => one - other)
    .map(([day, value]): Evidence => {
      const opens: NumberReference = { number: "runs", subject, over: { from: day, to: day } };
      return { kind: "day", id: isoDate(day), name: isoDate(day), value, opens, details: {} };
    });
}

function questionOf({ scope, within, days }: Reading, { account, type, asset }: Subject) {
  return {
    scope,
    days: within(days),
    ...(account !== undefined && { account }),
    ...(type !== undefined && { type }),
    ...(asset !== undefined && { asset }),
  };
}

function assetEvidence({ account, type, id, name, runs }: AssetRunsRow): Evidence {
  return {
    kind: "asset",
    id: `${account} ${type} ${id}`,
    name: name ?? id,
    value: runs,
    opens: { number: "runs", subject: { account, type, asset: id } },
    details: { account, type, asset: id },
  };
}

function inOrder(rows: readonly Evidence[]): readonly Evidence[] {
  return rows.toSorted(
    (one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : Number(one.id > other.id)),
  );
}
