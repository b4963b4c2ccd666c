import type { ProductEngagementPart } from "../../domain/health/product-engagement.ts";
import { accountEngagements } from "../reading/account-engagement.ts";
import type { Evidence, NumberDefinition, NumberReference } from "./number.ts";

const PART_NAMES = { adoption: "Adoption", stickiness: "Stickiness", growth: "Growth" } as const;

/** The product engagement of one account. */
export const PRODUCT_ENGAGEMENT: NumberDefinition = {
  id: "productEngagementScore",
  name: "Product engagement",
  unit: "points",
  kind: "parts",
  formula:
    "The weighted mean of adoption, stickiness and growth, as in Pendo's Product Engagement Score, where the definitions choose it. Adoption: adopted ÷ eligible pairs of member and feature. Stickiness: the mean of the daily active users over the last 30 days ÷ the monthly ones. Growth: who is new or came back in the last 30 days ÷ who was there in the 30 days before and not in these, 100 at most. A part that is missing is left out and the others weigh more, unless the definitions count it as 0. Rounded.",
  subjects: ["account"],
  requires: ["account"],
  splits: ["part"],
  async measure(reading, { account = "" }) {
    const own = (await accountEngagements(reading))?.get(account);
    if (own === undefined) return { value: null, terms: [], rows: [], excluded: [] };
    const { score, parts, adopted, eligible, movement } = own;
    const about = { account };
    const opens: Readonly<Record<ProductEngagementPart["part"], NumberReference | null>> = {
      adoption: { number: "adoptedUsers", subject: about },
      stickiness: { number: "stickiness", subject: about },
      growth: null,
    };
    const term = (name: string, value: number, number: string | null = null) =>
      ({ name, value, unit: "count", opens: number === null ? null : { number, subject: about } }) as const;
    return {
      value: score,
      terms: [
        term("Adopted pairs", adopted, "adoptedUsers"),
        term("Eligible pairs", eligible, "eligibleUsers"),
        term("New", movement.new),
        term("Came back", movement.returned),
        term("Stayed away", movement.dropped),
      ],
      rows: parts.map(({ part, input, points, weight, effectiveWeight, contribution, missing }): Evidence => ({
        kind: "part",
        id: part,
        name: PART_NAMES[part],
        value: contribution,
        opens: opens[part],
        details: { input, points, weight, effectiveWeight, missing },
      })),
      excluded: [],
    };
  },
};
