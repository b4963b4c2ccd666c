import { userRate, type UserRate } from "../../domain/adoption/user-rate.ts";
import { groupBy } from "../../domain/group-by.ts";
import { happinessOf, latestAnswer, type Answer, type Happiness } from "../../domain/health/happiness.ts";
import { userHealth, type Health } from "../../domain/health/user-health.ts";
import type { PresenceClass } from "../../domain/usage/login-class.ts";
import { isUnseenByTracker } from "../../domain/usage/unseen-by-tracker.ts";
import type { UserRow } from "../../store/facts.ts";
import { audiences, NO_ACCOUNTS, type Audiences } from "./audiences.ts";
import { healthRules, type HealthRulesOf } from "./health-rules.ts";
import { classOf, memberKey, presences, type Presence } from "./presence.ts";
import type { Reading } from "./reading.ts";
import { definedFeatures, memberUses, type MemberUse } from "./uses.ts";

/** Everything that follows from what somebody did: in one account, or over all of theirs. */
export interface PersonFigures {
  readonly user: string;
  /** Of one account, or all that the reading can see. */
  readonly accounts: readonly string[];
  /** Undefined: never seen. */
  readonly presence: Presence | undefined;
  readonly loginClass: PresenceClass;
  /** Whether the host's server has seen them in the days of health, and the tracker hasn't. */
  readonly isUnseen: boolean;
  /** By account and feature. */
  readonly uses: readonly MemberUse[];
  readonly rate: UserRate;
  /** The latest answer that still counts. */
  readonly answer: Answer | null;
  readonly happiness: Happiness | null;
  readonly health: Health;
  /** The segment whose weights made the health; null: the general ones did. */
  readonly healthSegment: string | null;
  /** Unix ms; null: never. */
  readonly lastTouchpointAt: number | null;
}

/** Figures of every known or seen member, by `memberKey`. */
export function memberFigures(reading: Reading): Promise<ReadonlyMap<string, PersonFigures>> {
  return reading.derive("memberFigures", async () => {
    const [users, sources] = await Promise.all([reading.users(), readSources(reading, "member")]);
    const members = users.flatMap((user) => user.accounts.map((account) => ({ user, account })));
    return new Map(
      members.map(({ user, account }) => {
        const key = memberKey(account, user.id);
        return [key, figuresOf(reading, user, [account], key, sources)];
      }),
    );
  });
}

/** Figures of every known or seen person, over the accounts that the reading can see, by their id. */
export function userFigures(reading: Reading): Promise<ReadonlyMap<string, PersonFigures>> {
  return reading.derive("userFigures", async () => {
    const [users, sources] = await Promise.all([reading.users(), readSources(reading, "user")]);
    return new Map(users.map((user) => [user.id, figuresOf(reading, user, user.accounts, user.id, sources)]));
  });
}

/** Somebody who did something, as lists of them show them. */
export interface Doer extends Pick<PersonFigures, "user" | "accounts" | "presence"> {
  /** Null: they have left, and are in no class. */
  readonly loginClass: PresenceClass | null;
}

/** Everybody who may have done something: who is there, and who has left. */
export function doers(reading: Reading): Promise<ReadonlyMap<string, Doer>> {
  return reading.derive("doers", async () => {
    const [figures, left] = await Promise.all([userFigures(reading), reading.left()]);
    if (left.length === 0) return figures;
    const seen = await presences(reading, "user");
    const gone = left.map(({ id, accounts }): readonly [string, Doer] => [
      id,
      { user: id, accounts, presence: seen.get(id), loginClass: null },
    ]);
    return new Map<string, Doer>([...figures, ...gone]);
  });
}

/** Figures of somebody who belongs to no account: nothing is known but the role. */
export function figuresOfNobody(reading: Reading, user: Pick<UserRow, "id" | "role">): PersonFigures {
  const nothing = {
    presences: new Map(),
    uses: new Map(),
    answers: new Map(),
    touchpoints: new Map(),
    audiences: NO_ACCOUNTS,
    healthRulesOf: () => ({ rules: reading.definitions.health, segment: null }),
  };
  return figuresOf(reading, user, [], user.id, nothing);
}

/** Told of somebody in an account. In one to which they don't belong it says nothing of them. */
interface InAccount {
  readonly account: string;
}

interface Sources {
  readonly presences: ReadonlyMap<string, Presence>;
  readonly uses: ReadonlyMap<string, readonly MemberUse[]>;
  readonly answers: ReadonlyMap<string, readonly (Answer & InAccount)[]>;
  readonly touchpoints: ReadonlyMap<string, readonly (InAccount & { readonly at: number })[]>;
  readonly audiences: Audiences;
  readonly healthRulesOf: HealthRulesOf;
}

async function readSources(reading: Reading, of: "user" | "member"): Promise<Sources> {
  const keyOf = (row: { readonly account: string; readonly user: string }): string =>
    of === "user" ? row.user : memberKey(row.account, row.user);
  const [byPerson, uses, responses, touchpoints, known, healthRulesOf] = await Promise.all([
    presences(reading, of),
    memberUses(reading),
    reading.pushed("responses"),
    reading.pushed("touchpoints"),
    audiences(reading),
    healthRules(reading),
  ]);
  const contacts = touchpoints.flatMap(({ account, user, at }) => (user === null ? [] : [{ account, user, at }]));
  return {
    presences: byPerson,
    uses: groupBy(uses, keyOf),
    answers: groupBy(responses, keyOf),
    touchpoints: groupBy(contacts, keyOf),
    audiences: known,
    healthRulesOf,
  };
}

function figuresOf(
  reading: Reading,
  user: Pick<UserRow, "id" | "role">,
  accounts: readonly string[],
  key: string,
  sources: Sources,
): PersonFigures {
  const { definitions, untilMs } = reading;
  const presence = sources.presences.get(key);
  const loginClass = classOf(reading, presence);
  const since = reading.lastDay - definitions.health.seenDays;
  const isUnseen = presence !== undefined && isUnseenByTracker(presence, since);
  const uses = sources.uses.get(key) ?? [];
  const rate = rateOf(reading, user, accounts, uses, sources);
  const isOwn = ({ account }: InAccount): boolean => accounts.includes(account);
  const answers = sources.answers.get(key)?.filter(isOwn) ?? [];
  const answer = latestAnswer(answers, untilMs, definitions.health.feedbackDays);
  const contacts = sources.touchpoints.get(key)?.filter((contact) => isOwn(contact) && contact.at <= untilMs) ?? [];
  const happiness = answer && happinessOf(answer.score);
  const { rules, segment } = sources.healthRulesOf(accounts);
  return {
    user: user.id,
    accounts,
    presence,
    loginClass,
    isUnseen,
    uses,
    rate,
    answer,
    happiness,
    health: userHealth({ login: loginClass, isUnseen, adoptionPercent: rate.percent, happiness }, rules),
    healthSegment: segment,
    lastTouchpointAt: contacts.length === 0 ? null : Math.max(...contacts.map(({ at }) => at)),
  };
}

/** Of somebody in several accounts a feature is adopted where it is in one, and relevant likewise. */
function rateOf(
  reading: Reading,
  user: Pick<UserRow, "id" | "role">,
  accounts: readonly string[],
  uses: readonly MemberUse[],
  { audiences: { ofMember } }: Sources,
): UserRate {
  const adopted = new Set(uses.filter(({ stage }) => stage === "adopted").map(({ feature }) => feature));
  const memberships = (accounts.length === 0 ? [null] : accounts).map((account) => ofMember(account, user));
  return userRate(definedFeatures(reading), adopted, memberships, reading.lastDay);
}
