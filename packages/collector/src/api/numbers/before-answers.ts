import { percentOf } from "../../domain/share.ts";
import type { Reading } from "../reading/reading.ts";
import { eligibleEvidence, featuresInAccounts, memberEvidence, type FeatureInAccount } from "./eligible.ts";
import { exclusionsOf } from "./exclusions.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import { sumOf, type NumberDefinition, type Subject } from "./number.ts";

/** A feature's adoption rate as it is before anybody takes themselves out of it: an answer changes a denominator openly. */

/** Every account with every feature, as if nobody had said anything. */
async function beforeAnswers(reading: Reading, subject: Subject): Promise<readonly FeatureInAccount[]> {
  return (await featuresInAccounts(reading, subject)).map((one) => Object.assign({}, one, one.beforeAnswers));
}

const ADOPTED: NumberDefinition = countOf({
  id: "adoptedUsersBeforeAnswers",
  name: "Adopted, whatever was said",
  formula:
    "Members who have adopted the feature, of those who could if nobody had said that it isn't relevant to them or to their account.",
  subjects: ["account", "feature"],
  async measure(reading, subject) {
    const [found, names] = await Promise.all([beforeAnswers(reading, subject), createNames(reading)]);
    const rows = found.flatMap((one) => one.adopted.map((user) => memberEvidence(user, one, names, null)));
    return lengthOf(rows, { excluded: exclusionsOf(found) });
  },
});

const ELIGIBLE: NumberDefinition = {
  id: "eligibleUsersBeforeAnswers",
  name: "Eligible, whatever was said",
  unit: "count",
  kind: "sum",
  formula:
    "Who could adopt the feature if nobody had said that it isn't relevant to them or to their account. GET /v1/relevance lists who said so, of whom and why.",
  subjects: ["account", "feature"],
  splits: ["account"],
  async measure(reading, subject) {
    const [found, names] = await Promise.all([beforeAnswers(reading, subject), createNames(reading)]);
    const rows = eligibleEvidence(found, names, subject, "eligibleUsersBeforeAnswers");
    return { value: sumOf(rows), terms: [], rows, excluded: exclusionsOf(found) };
  },
};

const PERCENT: NumberDefinition = {
  id: "adoptionPercentBeforeAnswers",
  name: "Adoption, whatever was said",
  unit: "percent",
  kind: "ratio",
  formula:
    "Adopted ÷ eligible members as if nobody had said that the feature isn't relevant. It stands beside the adoption rate, which leaves out those of whom somebody has said so.",
  subjects: ["account", "feature"],
  splits: ["feature"],
  async measure(reading, subject) {
    const [adopted, eligible] = await Promise.all([
      ADOPTED.measure(reading, subject, "user"),
      ELIGIBLE.measure(reading, subject, "account"),
    ]);
    const [part, whole] = [adopted.value ?? 0, eligible.value ?? 0];
    return {
      value: percentOf(part, whole),
      terms: [
        { name: "Adopted", value: part, unit: "count", opens: { number: ADOPTED.id, subject } },
        { name: "Eligible", value: whole, unit: "count", opens: { number: ELIGIBLE.id, subject } },
      ],
      rows: adopted.rows,
      excluded: adopted.excluded,
    };
  },
};

export const BEFORE_ANSWERS: readonly NumberDefinition[] = [ADOPTED, ELIGIBLE, PERCENT];
