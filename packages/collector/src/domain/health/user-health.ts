import type { HealthRules, HealthWeights } from "../definitions/health-definition.ts";
import type { PresenceClass } from "../usage/login-class.ts";
import { healthClass, type UserHealthClass } from "./health-class.ts";
import { HAPPINESS_POINTS, type Happiness } from "./happiness.ts";
import { weighParts, type WeighedPart } from "./weigh-parts.ts";

/** What a user's health is made of. */
export interface HealthInputs {
  readonly login: PresenceClass;
  /** Whether the host's server sees them and the tracker doesn't: what they use isn't known. */
  readonly isUnseen: boolean;
  /** Adopted ÷ relevant features in percent; null: nothing is relevant. */
  readonly adoptionPercent: number | null;
  /** Of the latest answer that still counts; null: there is none. */
  readonly happiness: Happiness | null;
}

/** One part of a score. */
export interface HealthPart extends WeighedPart {
  readonly part: keyof HealthWeights;
  /** A login class, a percentage or a level; null: missing. */
  readonly input: PresenceClass | Happiness | number | null;
  /** As the definitions give it. */
  readonly weight: number;
  /** Why there is no input; null: there is. */
  readonly missing: "neverSeen" | "unseenByTracker" | "nothingRelevant" | "noRecentAnswer" | null;
}

/** A score that is never shown without its parts. */
export interface Health {
  /** 0 to 100, a whole number; null: never seen, or nothing is known that weighs anything. */
  readonly score: number | null;
  readonly class: UserHealthClass | null;
  /** Login, adoption, feedback: always all three. */
  readonly parts: readonly HealthPart[];
}

/**
 * A user's health: the weighted mean of login (points of the class), adoption (the percentage) and feedback (25, 50, 75 or
 * 100 by level), rounded, then classed. Weights and cuts are GoCSM's, 30 / 40 / 30. A missing part is left out and the
 * others weigh in proportion, or counts 0 points where the definitions say so; of whom nothing at all is known has no
 * score either way. Nor has who was never seen: that is a state of its own, since nobody knows why they don't come, or
 * whether they can be seen at all; what they have answered is told, and weighs nothing. Whoever the host's server sees and the
 * tracker doesn't comes as often as the server says; their adoption is missing, since nobody knows that it is 0.
 */
export function userHealth(inputs: HealthInputs, rules: HealthRules): Health {
  const drafts = draftParts(inputs, rules);
  const wasSeen = inputs.login !== "neverSeen";
  const { score, parts } = weighParts(drafts, rules.missing, wasSeen);
  if (!wasSeen) return { score, class: "neverSeen", parts };
  return { score, class: score === null ? null : healthClass(score, rules.cuts), parts };
}

type DraftPart = Omit<HealthPart, "effectiveWeight" | "contribution">;

function draftParts(
  { login, isUnseen, adoptionPercent, happiness }: HealthInputs,
  { weights, loginPoints }: HealthRules,
): readonly DraftPart[] {
  // Whoever was never seen, or not by the tracker, hasn't adopted 0 %: nobody knows.
  const whyUnknown = login === "neverSeen" ? login : isUnseen ? "unseenByTracker" : null;
  const adopted = whyUnknown === null ? adoptionPercent : null;
  return [
    {
      part: "login",
      input: login === "neverSeen" ? null : login,
      points: login === "neverSeen" ? null : loginPoints[login],
      weight: weights.login,
      missing: login === "neverSeen" ? login : null,
    },
    {
      part: "adoption",
      input: adopted,
      points: adopted === null ? null : Math.min(100, Math.max(0, adopted)),
      weight: weights.adoption,
      missing: whyUnknown ?? (adopted === null ? "nothingRelevant" : null),
    },
    {
      part: "feedback",
      input: happiness,
      points: happiness && HAPPINESS_POINTS[happiness],
      weight: weights.feedback,
      missing: happiness === null ? "noRecentAnswer" : null,
    },
  ];
}
