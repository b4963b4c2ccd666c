import type { Movement, ProductEngagementPart } from "../../domain/health/product-engagement.ts";
import { percentOf } from "../../domain/share.ts";
import { accountEngagements } from "../reading/account-engagement.ts";
import { memberFigures } from "../reading/person-figures.ts";
import { memberKey } from "../reading/presence.ts";
import { countOf, lengthOf, userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition, NumberReference } from "./number.ts";

const PART_NAMES = { adoption: "Adoption", stickiness: "Stickiness", growth: "Growth" } as const;

const MOVERS: Readonly<Record<keyof Movement, { readonly id: string; readonly name: string; readonly who: string }>> = {
  new: { id: "newMembers", name: "New members", who: "who were seen for the first time in the last 30 days" },
  returned: {
    id: "returnedMembers",
    name: "Members who came back",
    who: "who were there in the last 30 days, not in the 30 before, and at some time before those",
  },
  dropped: {
    id: "droppedMembers",
    name: "Members who stayed away",
    who: "who were there in the 30 days before the last 30, and not in these",
  },
};

/** Whose coming and going the growth of an account is. */
const MOVEMENT = (["new", "returned", "dropped"] as const).map((movement) => {
  const { id, name, who } = MOVERS[movement];
  return countOf({
    id,
    name,
    formula: `People of the account ${who}: a term of its growth, where the definitions choose product engagement.`,
    requires: ["account"],
    async measure(reading, { account = "" }) {
      const [engagements, figures, names] = await Promise.all([
        accountEngagements(reading),
        memberFigures(reading),
        createNames(reading),
      ]);
      const users = engagements?.get(account)?.movers[movement] ?? [];
      return lengthOf(
        users.flatMap((user) => {
          const member = figures.get(memberKey(account, user));
          const opens = { number: "activeDays", subject: { account, user } };
          return member === undefined ? [] : [userEvidence(member, names, null, opens)];
        }),
      );
    },
  });
});

/** Those who came, of whom growth makes no difference. */
const ARRIVED = countOf({
  id: "arrivedMembers",
  name: "New or back",
  formula: `People of the account ${MOVERS.new.who}, or ${MOVERS.returned.who}: a term of its growth, where the definitions choose product engagement.`,
  requires: ["account"],
  async measure(reading, subject) {
    const [first, back] = await Promise.all(MOVEMENT.slice(0, 2).map((of) => of.measure(reading, subject, "user")));
    return lengthOf([...(first?.rows ?? []), ...(back?.rows ?? [])]);
  },
});

/** What the part for growth goes by. */
const GROWTH: NumberDefinition = {
  id: "growthPercent",
  name: "Growth",
  unit: "percent",
  kind: "ratio",
  formula:
    "People of the account who are new or came back in the last 30 days ÷ those who were there in the 30 days before and not in these, where the definitions choose product engagement. There is none where nobody stayed away. Of more than 100 % the score counts 100.",
  subjects: ["account"],
  requires: ["account"],
  splits: ["user"],
  async measure(reading, subject) {
    const own = (await accountEngagements(reading))?.get(subject.account ?? "");
    if (own === undefined) return { value: null, terms: [], rows: [], excluded: [] };
    const { new: first, returned, dropped } = own.movement;
    const { rows } = await ARRIVED.measure(reading, subject, "user");
    return {
      value: percentOf(first + returned, dropped),
      terms: [
        { name: ARRIVED.name, value: first + returned, unit: "count", opens: { number: ARRIVED.id, subject } },
        { name: "Stayed away", value: dropped, unit: "count", opens: { number: MOVERS.dropped.id, subject } },
      ],
      rows,
      excluded: [],
    };
  },
};

/** The product engagement of one account. */
const SCORE: NumberDefinition = {
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
      growth: { number: "growthPercent", subject: about },
    };
    const term = (name: string, value: number, number: string) =>
      ({ name, value, unit: "count", opens: { number, subject: about } }) as const;
    return {
      value: score,
      terms: [
        term("Adopted pairs", adopted, "adoptedUsers"),
        term("Eligible pairs", eligible, "eligibleUsers"),
        term("New", movement.new, MOVERS.new.id),
        term("Came back", movement.returned, MOVERS.returned.id),
        term("Stayed away", movement.dropped, MOVERS.dropped.id),
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

export const PRODUCT_ENGAGEMENT: readonly NumberDefinition[] = [SCORE, GROWTH, ARRIVED, ...MOVEMENT];
