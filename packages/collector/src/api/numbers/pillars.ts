import { PILLARS, type Pillar } from "../../domain/health/pillars.ts";
import { accountFigures } from "../reading/account-figures.ts";
import type { Reading } from "../reading/reading.ts";
import type { Evidence, Measurement, NumberDefinition } from "./number.ts";

/** The four sides of an account's health. */

const NAMES: Readonly<Record<Pillar, string>> = {
  relationship: "Relationship",
  service: "Service",
  financial: "Financial",
  productAdoption: "Product adoption",
};

const COMPUTED = "The share of the features that are there for the account and that it has adopted, rounded.";
const IMPORTED =
  "The latest score that somebody has told, of which no earlier one is kept. What nobody provides has no score.";

export const PILLAR_HEALTH: readonly NumberDefinition[] = PILLARS.map((pillar) => ({
  id: `${pillar}Health`,
  name: `${NAMES[pillar]} health`,
  unit: "points",
  kind: pillar === "productAdoption" ? "parts" : "sum",
  formula: pillar === "productAdoption" ? COMPUTED : IMPORTED,
  subjects: ["account"],
  requires: ["account"],
  splits: ["part"],
  measure: (reading, { account = "" }) =>
    pillar === "productAdoption" ? computed(reading, account) : imported(reading, account, pillar),
}));

async function computed(reading: Reading, account: string): Promise<Measurement> {
  const figures = (await accountFigures(reading)).get(account);
  const score = figures?.pillars.find(({ pillar }) => pillar === "productAdoption");
  const percent = figures?.breadth.percent ?? null;
  if (score?.kind !== "computed" || percent === null) {
    const why = "No feature is there for it.";
    return { value: null, terms: [], rows: [], excluded: [{ what: "The account", why, value: null }] };
  }
  const adoption: Evidence = {
    kind: "part",
    id: "adoptionPercent",
    name: "Adoption",
    value: percent,
    opens: { number: "adoptionPercent", subject: { account } },
    details: {},
  };
  return { value: score.score, terms: [], rows: [adoption], rowUnit: "percent", excluded: [] };
}

async function imported(reading: Reading, account: string, pillar: Pillar): Promise<Measurement> {
  const [figures, told] = await Promise.all([accountFigures(reading), reading.pushed("pillars")]);
  const health = figures.get(account)?.pillars.find((one) => one.pillar === pillar);
  const own = told.find((row) => row.account === account && row.pillar === pillar);
  if (own === undefined || health?.kind !== "imported") {
    const why = "Up to the last day nobody had told of it, or somebody has told of it again since.";
    return { value: null, terms: [], rows: [], excluded: [{ what: NAMES[pillar], why, value: null }] };
  }
  const { score, source, ageDays } = health;
  const details = { source, at: own.at, ageDays };
  const row: Evidence = { kind: "part", id: source, name: source, value: score, opens: null, details };
  return { value: score, terms: [], rows: [row], excluded: [] };
}
