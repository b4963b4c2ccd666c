import type { AttentionReason, AttentionRules } from "../definitions/attention-definition.ts";
import { groupBy } from "../group-by.ts";
import { compareShare } from "../share.ts";
import { isTrusted } from "../usage/coverage.ts";
import type { AccountSignals } from "./account-signals.ts";
import { durationInWords } from "./duration-in-words.ts";
import { usageDrop } from "./usage-drop.ts";

/** One reason why an account needs attention, with what it rests on. */
export interface AttentionHit {
  readonly reason: AttentionReason;
  /** Above 0. */
  readonly weight: number;
  /** A sentence that says what is the matter, with its numbers. */
  readonly evidence: string;
  /** The same numbers by name, for whoever shows them in other words. */
  readonly numbers: Readonly<Record<string, number>>;
}

type Finding = Pick<AttentionHit, "evidence" | "numbers">;

const CHECKS: Readonly<Record<AttentionReason, (signals: AccountSignals, rules: AttentionRules) => Finding | null>> = {
  usageDropped(signals, rules) {
    const droppedPercent = usageDrop(signals, rules);
    if (droppedPercent === null) return null;
    const { recentMs, beforeMs } = signals.usage;
    return {
      evidence: `Active time fell by ${droppedPercent} %: ${durationInWords(recentMs)} in the last 14 days, ${durationInWords(beforeMs)} in the 14 before.`,
      numbers: { recentMs, beforeMs, droppedPercent },
    };
  },
  lowBreadth({ breadth: { adopted, relevant } }, { breadthBelowPercent }) {
    if (relevant === 0 || compareShare(adopted, relevant, breadthBelowPercent) >= 0) return null;
    return { evidence: `Has adopted ${adopted} of ${relevant} features.`, numbers: { adopted, relevant } };
  },
  offTarget({ offTarget, coverage }) {
    const known = isTrusted(coverage) ? offTarget : offTarget.filter(({ restsOnTracker }) => !restsOnTracker);
    if (known.length === 0) return null;
    const gaps = [...known].sort((one, other) => other.gapUsers - one.gapUsers);
    const named = gaps.map(({ name, gapUsers }) => `${name} by ${count(gapUsers, "user")}`).join(", ");
    const gapUsers = gaps.reduce((sum, gap) => sum + gap.gapUsers, 0);
    return { evidence: `Off target: ${named}.`, numbers: { modules: gaps.length, gapUsers } };
  },
  coolingCore({ coolingCore }) {
    if (coolingCore.length === 0) return null;
    const byDays = groupBy(
      coolingCore.toSorted((one, other) => one.activeDays - other.activeDays),
      ({ activeDays }) => activeDays,
    );
    const told = [...byDays].map(
      ([days, features]) => `for more than ${days} days: ${features.map(({ name }) => name).join(", ")}`,
    );
    return {
      evidence: `Core features that nobody has used ${told.join("; ")}.`,
      numbers: { features: coolingCore.length },
    };
  },
  noTouchpoint({ daysSinceTouchpoint, ageDays }, { touchpointDays }) {
    if (daysSinceTouchpoint === null) return null;
    if (daysSinceTouchpoint === "never") {
      if (ageDays !== null && ageDays < touchpointDays) return null;
      return { evidence: "Nobody has ever been in touch.", numbers: {} };
    }
    if (daysSinceTouchpoint < touchpointDays) return null;
    return {
      evidence: `No touchpoint for ${count(daysSinceTouchpoint, "day")}.`,
      numbers: { days: daysSinceTouchpoint },
    };
  },
  unhappy({ answers: { notHappy, all } }) {
    if (notHappy === 0) return null;
    return { evidence: `${notHappy} of ${count(all, "answer")} not happy.`, numbers: { notHappy, answers: all } };
  },
  silent({ daysSinceSeen, ageDays }, { silentDays }) {
    if (daysSinceSeen !== null) {
      if (daysSinceSeen <= silentDays) return null;
      return { evidence: `Nobody seen for ${count(daysSinceSeen, "day")}.`, numbers: { days: daysSinceSeen } };
    }
    if (ageDays === null) return { evidence: "Nobody was ever seen.", numbers: {} };
    if (ageDays <= silentDays) return null;
    return { evidence: `Nobody was ever seen in ${count(ageDays, "day")}.`, numbers: { days: ageDays } };
  },
  lowCoverage({ coverage }) {
    if (coverage === null || isTrusted(coverage)) return null;
    const { seenByServer, seenByBoth } = coverage;
    const people = seenByServer === 1 ? "1 person" : `${seenByServer} people`;
    return {
      evidence: `Can't be seen: the tracker saw ${seenByBoth} of the ${people} whom the app's server saw in the last 14 days, so low use of it says nothing. Check that no content blocker, missing consent or Content-Security-Policy stops the script, and serve it from the app's own origin.`,
      numbers: { seenByServer, seenByBoth },
    };
  },
};

/**
 * What low figures of the tracker alone say: where it can't see the people, that may be its own doing, so these are held back
 * and the account has `lowCoverage` instead. Modules off their targets are looked at one by one. Silence isn't held back: it is
 * the server's word as well, nor is what people and touchpoints say.
 */
const REST_ON_TRACKER: ReadonlySet<AttentionReason> = new Set(["usageDropped", "lowBreadth", "coolingCore"]);

/**
 * Every reason why an account needs attention, the heaviest first. New accounts are left alone until they are older than
 * the days that a reason allows. Where the tracker sees too few of the users, whatever follows from low use is held back.
 */
export function attentionHits(signals: AccountSignals, rules: AttentionRules): readonly AttentionHit[] {
  const reasons = Object.keys(CHECKS) as AttentionReason[];
  return reasons
    .filter((reason) => rules.weights[reason] > 0)
    .filter((reason) => isTrusted(signals.coverage) || !REST_ON_TRACKER.has(reason))
    .flatMap((reason): readonly AttentionHit[] => {
      const found = CHECKS[reason](signals, rules);
      return found === null ? [] : [{ reason, weight: rules.weights[reason], ...found }];
    })
    .sort((one, other) => other.weight - one.weight);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
