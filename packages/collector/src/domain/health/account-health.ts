import type { HealthRules } from "../definitions/health-definition.ts";
import { healthClass, type HealthClass } from "./health-class.ts";
import type { Health, HealthPart } from "./user-health.ts";
import { roundScore } from "./weigh-parts.ts";

const DAY_MS = 86_400_000;

/** A user of an account and their health. */
export interface UserOfAccount {
  readonly user: string;
  /** Unix ms; null: never. */
  readonly lastSeenAtMs: number | null;
  /** Whether the host's server sees them and the tracker doesn't. */
  readonly isUnseen: boolean;
  readonly health: Health;
}

/** What a part does to an account's health, over the users who are in it. */
export interface AccountHealthPart {
  readonly part: HealthPart["part"];
  /** Mean points of the users of whom the part is known; null: of nobody. */
  readonly meanPoints: number | null;
  /** Of how many users it is known. */
  readonly users: number;
  /** Mean contribution over all users that count. */
  readonly contribution: number;
}

/** An account's health, with everything that it is made of. */
export interface AccountHealth {
  /** null: nobody has been seen lately, or nothing is known of those who have. */
  readonly score: number | null;
  readonly class: HealthClass | null;
  /** Who is in the mean, and with what. */
  readonly users: readonly { readonly user: string; readonly score: number }[];
  /** Not seen within the days of the definitions, or by the host's server only. */
  readonly unseen: number;
  /** Those of them whom the host's server has seen within these days, and the tracker hasn't. */
  readonly unseenByTracker: number;
  /** Seen, but without a score. */
  readonly unscored: number;
  readonly parts: readonly AccountHealthPart[];
}

/**
 * An account's health: the mean of the scores of its users who were seen within the last 90 days, rounded, then classed. Whom
 * the tracker didn't see in these days is in no mean, though the host's server did: of them the login alone is known, so that an
 * account that nobody can be seen in would be told to thrive. Where that is everybody, it has no health, not a bad one.
 * The mean is taken of the rounded scores, so that the list behind it makes exactly this number.
 */
export function accountHealth(users: readonly UserOfAccount[], nowMs: number, rules: HealthRules): AccountHealth {
  const lately = users.filter(
    ({ lastSeenAtMs }) => lastSeenAtMs !== null && nowMs - lastSeenAtMs <= rules.seenDays * DAY_MS,
  );
  const seen = lately.filter(({ isUnseen }) => !isUnseen);
  const counted = seen.flatMap(({ user, health }) =>
    health.score === null ? [] : [{ user, score: health.score, health }],
  );
  const exact = mean(counted.map(({ score }) => score));
  const score = exact === null ? null : roundScore(exact);
  return {
    score,
    class: score === null ? null : healthClass(score, rules.cuts),
    users: counted.map((one) => ({ user: one.user, score: one.score })),
    unseen: users.length - seen.length,
    unseenByTracker: lately.length - seen.length,
    unscored: seen.length - counted.length,
    parts: (["login", "adoption", "feedback"] as const).map((part) =>
      sumPart(
        part,
        counted.map(({ health }) => health),
      ),
    ),
  };
}

function sumPart(part: HealthPart["part"], healths: readonly Health[]): AccountHealthPart {
  let [known, points, all, contribution] = [0, 0, 0, 0];
  for (const { parts } of healths) {
    for (const one of parts) {
      if (one.part !== part) continue;
      all++;
      contribution += one.contribution;
      if (one.missing !== null) continue;
      known++;
      points += one.points ?? 0;
    }
  }
  return {
    part,
    meanPoints: known === 0 ? null : points / known,
    users: known,
    contribution: all === 0 ? 0 : contribution / all,
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
