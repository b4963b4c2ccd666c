import type { DayRange } from "../../domain/day.ts";
import { lastDays } from "../../domain/period/day-range.ts";
import { featureSums, STRIP_DAYS, usedFeatures } from "../../domain/usage/features-used.ts";
import { knownSince } from "../reading/known-since.ts";
import { memberFigures, userFigures } from "../reading/person-figures.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { trackedSince } from "../reading/tracked-since.ts";
import { definedFeatures } from "../reading/uses.ts";
import { countOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, Measurement, NumberDefinition, Subject } from "./number.ts";

/** What was used of the product, over the last 14 closed days or over the period. */

interface Asked {
  readonly id: string;
  readonly name: string;
  readonly when: string;
  /** Null: those of the period. */
  readonly daysOf: (reading: Reading) => DayRange | null;
}

const OVER: Readonly<Record<"strip" | "period", Pick<Asked, "when" | "daysOf">>> = {
  strip: {
    when: "one of the last 14 closed days",
    daysOf: ({ lastClosedDay }) => lastDays(STRIP_DAYS, lastClosedDay),
  },
  period: { when: "one of the days of the period", daysOf: () => null },
};

function createFeaturesUsed({ id, name, when, daysOf }: Asked): NumberDefinition {
  return countOf({
    id,
    name,
    formula: `Distinct features with at least one active minute on ${when}, of one person or of all people of an account together.`,
    subjects: ["account", "user"],
    splits: ["feature"],
    async measure(reading, subject) {
      const { sums, used, isKnown, over, names, undefinedFeatures } = await look(reading, subject, daysOf(reading));
      const rows = used.map((feature): Evidence => ({
        kind: "feature",
        id: feature,
        name: names.of("feature", feature),
        value: sums.get(feature) ?? 0,
        opens: { number: "activeMs", subject: { ...subject, feature }, ...over },
        details: {},
      }));
      return {
        ...listOf(rows, isKnown),
        excluded: [
          {
            what: "Features used for less than a minute",
            why: "On no day did it come to a whole one.",
            value: sums.size - used.length,
          },
          { what: "Features without a definition", why: "The definitions don't name them.", value: undefinedFeatures },
        ],
      };
    },
  });
}

function createModulesUsed({ id, name, when, daysOf }: Asked): NumberDefinition {
  return countOf({
    id,
    name,
    formula: `Distinct modules of which a feature had at least one active minute on ${when}; minutes of two features don't add up.`,
    subjects: ["account", "user"],
    splits: ["module"],
    async measure(reading, subject) {
      const { modules, sums, used, isKnown, over } = await look(reading, subject, daysOf(reading));
      const rows = [...reading.definitions.modules.values()]
        .filter(({ module }) => used.some((feature) => modules.get(feature) === module))
        .map(({ module, name: moduleName, features }): Evidence => ({
          kind: "module",
          id: module,
          name: moduleName,
          value: features.reduce((sum, feature) => sum + (sums.get(feature) ?? 0), 0),
          opens: { number: "activeMs", subject: { ...subject, module }, ...over },
          details: { features: features.filter((feature) => used.includes(feature)).join("; ") },
        }));
      const without = used.filter((feature) => (modules.get(feature) ?? null) === null).length;
      return {
        ...listOf(rows, isKnown),
        excluded: [{ what: "Features of no module", why: "They were used, and belong to none.", value: without }],
      };
    },
  });
}

function listOf(rows: readonly Evidence[], isKnown: boolean): Measurement {
  return { value: isKnown ? rows.length : null, rows: isKnown ? rows : [], rowUnit: "ms", terms: [], excluded: [] };
}

/** Everything about some days. */
async function look(reading: Reading, { account, user }: Subject, asked: DayRange | null) {
  const { definitions } = reading;
  const days = reading.within(asked ?? reading.days);
  const who = { ...(account !== undefined && { account }), ...(user !== undefined && { user }) };
  const [totals, since, names] = await Promise.all([
    reading.totals({ by: ["feature", "day"], ...who }, days),
    sinceWhen(reading, who),
    createNames(reading),
  ]);
  const modules = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
  const all = totals.map(({ feature = "", day = 0, activeMs }) => ({
    feature,
    day,
    activeMs: activeMs[definitions.idleLimitIndex] ?? 0,
  }));
  const featureDays = all.filter(({ feature }) => modules.has(feature));
  const used = new Set([...usedFeatures(featureDays, new Set(modules.keys())).values()].flat());
  return {
    over: asked === null ? {} : { over: asked },
    modules,
    names,
    sums: featureSums(featureDays),
    used: [...modules.keys()].filter((feature) => used.has(feature)),
    undefinedFeatures: featureSums(all).size - featureSums(featureDays).size,
    // Before the first day there is no data.
    isKnown: since !== null && since <= days.to,
  };
}

/** The first day from which anything is known; null: nothing is. */
async function sinceWhen(reading: Reading, { account, user }: Subject): Promise<number | null> {
  if (user !== undefined) {
    const [of, key] =
      account === undefined ? (["user", user] as const) : (["member", memberKey(account, user)] as const);
    // Of whoever has left nothing of this is told.
    const isThere = (await (of === "user" ? userFigures : memberFigures)(reading)).has(key);
    return isThere ? ((await trackedSince(reading, of)).get(key) ?? null) : null;
  }
  if (account === undefined) return knownSince(reading);
  const { idleLimitIndex } = reading.definitions;
  const [row] = await reading.narrow([account]).totals({ by: ["account"], spanUnder: idleLimitIndex }, null);
  return row?.span?.firstDay ?? null;
}

export const USED: readonly NumberDefinition[] = [
  createFeaturesUsed({ id: "featuresUsed", name: "Features used", ...OVER.strip }),
  createModulesUsed({ id: "modulesUsed", name: "Modules used", ...OVER.strip }),
  createFeaturesUsed({ id: "featuresUsedInPeriod", name: "Features used in the period", ...OVER.period }),
  createModulesUsed({ id: "modulesUsedInPeriod", name: "Modules used in the period", ...OVER.period }),
];
