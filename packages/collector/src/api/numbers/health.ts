import { accountFigures } from "../reading/account-figures.ts";
import { memberFigures, userFigures } from "../reading/person-figures.ts";
import { memberKey } from "../reading/presence.ts";
import { userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Reading } from "../reading/reading.ts";
import type { Evidence, NumberDefinition, Term } from "./number.ts";
import { definedAt } from "./term-source.ts";

export const PART_NAMES = { login: "Login", adoption: "Adoption", feedback: "Feedback" } as const;

/** The health of one account or one person. */
export const HEALTH_SCORE: NumberDefinition = {
  id: "healthScore",
  name: "Health",
  unit: "points",
  kind: "parts",
  formula:
    "Of a person: the weighted mean of login, adoption and feedback; a part that is missing is left out and the others weigh more, unless the definitions count it as 0. Accounts in some segments can have weights of their own. Of whom the host's server sees and the tracker doesn't, adoption is missing. Of an account: the mean over its people whom the tracker has seen within 90 days. Rounded.",
  subjects: ["account", "user"],
  splits: ["part"],
  async measure(reading, { account, user }) {
    if (user !== undefined) {
      const figures =
        account === undefined
          ? (await userFigures(reading)).get(user)
          : (await memberFigures(reading)).get(memberKey(account, user));
      if (figures === undefined) return { value: null, terms: [], rows: [], excluded: [] };
      const rows = figures.health.parts.map(
        ({ part, input, points, weight, effectiveWeight, contribution, missing }): Evidence => ({
          kind: "part",
          id: part,
          name: PART_NAMES[part],
          value: contribution,
          opens: { number: `${part}Points`, subject: { user, ...(account !== undefined && { account }) } },
          details: { input, points, weight, effectiveWeight, missing },
        }),
      );
      return { value: figures.health.score, terms: [weightsOf(reading, figures.healthSegment)], rows, excluded: [] };
    }
    if (account === undefined) return { value: null, terms: [], rows: [], excluded: [] };
    const [figures, members, names] = await Promise.all([
      accountFigures(reading),
      memberFigures(reading),
      createNames(reading),
    ]);
    const own = figures.get(account);
    if (own === undefined) return { value: null, terms: [], rows: [], excluded: [] };
    const { health, healthSegment } = own;
    const rows = health.users.flatMap(({ user: id, score }) => {
      const member = members.get(memberKey(account, id));
      const opens = { number: "healthScore", subject: { account, user: id } };
      return member === undefined ? [] : [userEvidence(member, names, score, opens)];
    });
    return {
      value: health.score,
      kind: "roundedMean",
      terms: [
        ...health.parts.map(({ part, meanPoints }): Term => ({
          name: PART_NAMES[part],
          value: meanPoints,
          unit: "points",
          opens: { number: `${part}Points`, subject: { account } },
        })),
        weightsOf(reading, healthSegment),
      ],
      rows,
      excluded: [
        {
          what: "People not seen lately",
          why: `Not within ${reading.definitions.health.seenDays} days.`,
          value: health.unseen - health.unseenByTracker,
        },
        {
          what: "People whom only the server has seen",
          why: "The tracker doesn't see them, so nobody knows what they use.",
          value: health.unseenByTracker,
        },
        {
          what: "People without a score",
          why: "Nothing is known of them that weighs anything.",
          value: health.unscored,
        },
      ],
    };
  },
};

/** Says whose weights hold; it is no amount. */
function weightsOf({ definitions }: Reading, segment: string | null): Term {
  const whose = segment === null ? "general" : `of the segment ${definitions.segments.get(segment)?.name ?? segment}`;
  const set = segment === null ? definedAt("health", "weights") : definedAt("health", "segmentWeights", segment);
  return { name: `Weights: ${whose}`, value: null, unit: "points", ...set };
}
