import { lastDays } from "../../domain/period/day-range.ts";
import { featureSums, featuresUsed, STRIP_DAYS, usedFeatures } from "../../domain/usage/features-used.ts";
import { knownSince } from "../reading/known-since.ts";
import { memberFigures, userFigures } from "../reading/person-figures.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { definedFeatures } from "../reading/uses.ts";
import { countOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, Measurement, NumberDefinition, Subject } from "./number.ts";

/** What was used of the product over the last 14 closed days. */

const FEATURES_USED = countOf({
  id: "featuresUsed",
  name: "Features used",
  formula:
    "Distinct features with at least one active minute on one of the last 14 closed days, of one person or of all people of an account together.",
  subjects: ["account", "user"],
  splits: ["feature"],
  async measure(reading, subject) {
    const { sums, used, total, days, names, undefinedFeatures } = await look(reading, subject);
    const rows = used.map((feature): Evidence => ({
      kind: "feature",
      id: feature,
      name: names.of("feature", feature),
      value: sums.get(feature) ?? 0,
      opens: { number: "activeMs", subject: { ...subject, feature }, over: days },
      details: {},
    }));
    return {
      ...listOf(rows, total.features),
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

const MODULES_USED = countOf({
  id: "modulesUsed",
  name: "Modules used",
  formula: "Distinct modules of which a feature was used in the same sense; minutes of two features don't add up.",
  subjects: ["account", "user"],
  splits: ["module"],
  async measure(reading, subject) {
    const { modules, sums, used, total, days } = await look(reading, subject);
    const rows = [...reading.definitions.modules.values()]
      .filter(({ module }) => used.some((feature) => modules.get(feature) === module))
      .map(({ module, name, features }): Evidence => ({
        kind: "module",
        id: module,
        name,
        value: features.reduce((sum, feature) => sum + (sums.get(feature) ?? 0), 0),
        opens: { number: "activeMs", subject: { ...subject, module }, over: days },
        details: { features: features.filter((feature) => used.includes(feature)).join("; ") },
      }));
    const without = used.filter((feature) => (modules.get(feature) ?? null) === null).length;
    return {
      ...listOf(rows, total.modules),
      excluded: [{ what: "Features of no module", why: "They were used, and belong to none.", value: without }],
    };
  },
});

function listOf(rows: readonly Evidence[], value: number | null): Measurement {
  return { value, rows: value === null ? [] : rows, rowUnit: "ms", terms: [], excluded: [] };
}

/** Everything about one strip of days. */
async function look(reading: Reading, { account, user }: Subject) {
  const { definitions, lastClosedDay } = reading;
  const days = lastDays(STRIP_DAYS, lastClosedDay);
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
  const { totalFeatures, totalModules } = featuresUsed({ featureDays, modules, lastClosedDay, since });
  const used = new Set([...usedFeatures(featureDays, new Set(modules.keys())).values()].flat());
  return {
    days,
    modules,
    names,
    sums: featureSums(featureDays),
    used: [...modules.keys()].filter((feature) => used.has(feature)),
    undefinedFeatures: featureSums(all).size - featureSums(featureDays).size,
    total: { features: totalFeatures, modules: totalModules },
  };
}

/** The first day from which anything is known; null: nothing is. */
async function sinceWhen(reading: Reading, { account, user }: Subject): Promise<number | null> {
  if (user !== undefined) {
    const person =
      account === undefined
        ? (await userFigures(reading)).get(user)
        : (await memberFigures(reading)).get(memberKey(account, user));
    return person?.presence?.firstSeenDay ?? null;
  }
  if (account === undefined) return knownSince(reading);
  const { idleLimitIndex } = reading.definitions;
  const [row] = await reading.narrow([account]).totals({ by: ["account"], spanUnder: idleLimitIndex }, null);
  return row?.span?.firstDay ?? null;
}

export const USED: readonly NumberDefinition[] = [FEATURES_USED, MODULES_USED];
