import type { HealthPart } from "../../domain/health/user-health.ts";
import { accountFigures } from "../reading/account-figures.ts";
import { memberFigures, userFigures, type PersonFigures } from "../reading/person-figures.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { PART_NAMES } from "./health.ts";
import { countOf, lengthOf, userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import { sumOf, type Evidence, type Measurement, type NumberDefinition, type Subject } from "./number.ts";

/** What a health score is made of, part by part, and whose scores are in an account's. */

type Part = HealthPart["part"];

const NOTHING: Measurement = { value: null, terms: [], rows: [], excluded: [] };

const ONLY_TOLD_OF: Measurement = {
  ...NOTHING,
  excluded: [
    {
      what: "What they have adopted",
      why: "The host's server sees them and the tracker doesn't, so nobody knows what they use.",
      value: null,
    },
  ],
};

const FORMULAS: Readonly<Record<Part, string>> = {
  login: "what the definitions give for the class of their days, 100, 75, 50 or 0 unless said",
  adoption:
    "which share of the features that are relevant to them they have adopted, in percent; nothing of whom the host's server sees and the tracker doesn't",
  feedback: "25, 50, 75 or 100, from not happy to very happy, by the latest answer that still counts",
};

/** What shows why somebody has these points; answers are no number. */
const RESTS_ON = { login: "activeDays", adoption: "adoptionPercent" } as const;

function pointsOf(part: Part): NumberDefinition {
  return {
    id: `${part}Points`,
    name: `Points for ${PART_NAMES[part].toLowerCase()}`,
    unit: "points",
    kind: "mean",
    formula: `Of a person: ${FORMULAS[part]}. Of an account: the mean over those who are in its health and of whom it is known.`,
    subjects: ["account", "user"],
    splits: ["user"],
    async measure(reading, subject) {
      if (subject.user !== undefined) return ofPerson(await personOf(reading, subject, subject.user), part, subject);
      const rows = (await peopleInHealth(reading, subject)).flatMap(({ evidence, points }) => {
        const own = points(part);
        return own === null ? [] : [evidence(own, `${part}Points`)];
      });
      return { ...NOTHING, value: rows.length === 0 ? null : sumOf(rows) / rows.length, rows };
    },
  };
}

async function personOf(reading: Reading, { account }: Subject, user: string): Promise<PersonFigures | null> {
  const found =
    account === undefined
      ? (await userFigures(reading)).get(user)
      : (await memberFigures(reading)).get(memberKey(account, user));
  return found ?? null;
}

function ofPerson(figures: PersonFigures | null, part: Part, { account, user = "" }: Subject): Measurement {
  const own = figures?.health.parts.find((one) => one.part === part);
  if (own?.missing === "unseenByTracker") return ONLY_TOLD_OF;
  if (own === undefined || own.points === null || own.missing !== null) return NOTHING;
  const about = { user, ...(account !== undefined && { account }) };
  const row: Evidence = {
    kind: "part",
    id: part,
    name: PART_NAMES[part],
    value: own.points,
    opens: part in RESTS_ON ? { number: RESTS_ON[part as keyof typeof RESTS_ON], subject: about } : null,
    details: { input: own.input },
  };
  return { value: own.points, terms: [], rows: [row], excluded: [] };
}

/** Everybody whose score is in the mean of an account. */
async function peopleInHealth(reading: Reading, { account = "" }: Subject) {
  const [figures, members, names] = await Promise.all([
    accountFigures(reading),
    memberFigures(reading),
    createNames(reading),
  ]);
  return (figures.get(account)?.health.users ?? []).flatMap(({ user }) => {
    const member = members.get(memberKey(account, user));
    if (member === undefined) return [];
    return [
      {
        points(part: Part): number | null {
          const own = member.health.parts.find((one) => one.part === part);
          return own === undefined || own.missing !== null ? null : (own.points ?? 0);
        },
        evidence: (value: number | null, number: string): Evidence =>
          userEvidence(member, names, value, { number, subject: { account, user } }),
      },
    ];
  });
}

function knownOf(part: Part): NumberDefinition {
  return countOf({
    id: `${part}KnownUsers`,
    name: `People of whom ${PART_NAMES[part].toLowerCase()} is known`,
    formula: "Of those who are in the account's health: of whom the part is known, so that it weighs something.",
    requires: ["account"],
    async measure(reading, subject) {
      const rows = (await peopleInHealth(reading, subject)).flatMap(({ evidence, points }) => {
        const own = points(part);
        return own === null ? [] : [evidence(own, `${part}Points`)];
      });
      return lengthOf(rows, { rowUnit: "points" });
    },
  });
}

const SCORED_USERS = countOf({
  id: "scoredUsers",
  name: "People in an account's health",
  formula:
    "People of the account whom the tracker has seen within the days of the definitions, 90 unless said, and who have a score.",
  requires: ["account"],
  async measure(reading, subject) {
    const people = await peopleInHealth(reading, subject);
    return lengthOf(people.map(({ evidence }) => evidence(null, "healthScore")));
  },
});

const PARTS = ["login", "adoption", "feedback"] as const satisfies readonly Part[];

export const HEALTH_PARTS: readonly NumberDefinition[] = [...PARTS.map(pointsOf), ...PARTS.map(knownOf), SCORED_USERS];
