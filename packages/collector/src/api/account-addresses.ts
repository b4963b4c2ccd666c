import { lastDays } from "../domain/period/day-range.ts";
import { MODULE_STRIP_DAYS } from "../domain/usage/module-strip.ts";
import { annotationNumbers } from "./annotations.ts";
import type { AccountReply } from "./contract.ts";
import { addressTemplates, asksTheSameOfAnyDay, numberAddress, type ColumnNumber } from "./number-address.ts";
import type { Subject } from "./numbers/number.ts";
import { PEER_NUMBERS } from "./numbers/peers.ts";
import type { Reading } from "./reading/reading.ts";
import { whereBeforeOpens } from "./tile.ts";
import { userAddresses } from "./users.ts";

/**
 * Where the numbers open that stand beside an account's row.
 * @param shown isCovered: whether the host's server tells whom it has seen. isEngaged: whether product engagement is told.
 */
export async function partAddresses(
  reading: Reading,
  account: string,
  asked: URLSearchParams,
  { isCovered, isEngaged }: { readonly isCovered: boolean; readonly isEngaged: boolean },
): Promise<AccountReply["addresses"]> {
  const subject = { account };
  const opens = (number: string): string => numberAddress(asked, { number, subject });
  return {
    "health.score": opens("healthScore"),
    "health.users": opens("scoredUsers"),
    ...addressTemplates<"part" | "pillar" | "type" | "feature">(
      asked,
      {
        "health.parts.meanPoints": { number: "{part}Points", of: {} },
        "health.parts.users": { number: "{part}KnownUsers", of: {} },
        "pillars.score": { number: "{pillar}Health", of: {} },
        "assets.assets": { number: "assets", of: { type: "type" } },
        "assets.activeAssets": { number: "activeAssets", of: { type: "type" } },
      },
      subject,
    ),
    ...nextAddresses("account", asked, account),
    ...(isEngaged && { "productEngagement.score": opens("productEngagementScore") }),
    "core.percent": opens("coreAdoptionPercent"),
    "strip.totalFeatures": opens("featuresUsed"),
    "strip.totalModules": opens("modulesUsed"),
    "users.total": opens("contacts"),
    ...(isCovered && {
      "coverage.seenByServer": opens("seenByServer"),
      "coverage.seenByBoth": opens("seenByBoth"),
      "coverage.onlySeenByTracker": opens("onlySeenByTracker"),
      "coverage.percent": opens("coveragePercent"),
    }),
    ...stripAddresses(reading, asked, subject),
    ...dayAddresses(reading, asked, subject),
    ...addressTemplates(asked, annotationNumbers("activeMs", reading.lastDay), subject),
    ...(await endAddresses(reading, asked, account)),
    ...prefixed("users.rows", userAddresses(asked, subject)),
  };
}

/** Of what to turn to next: how many peers have it. Nothing else is said of whom they are peers of. */
export function nextAddresses(
  of: keyof typeof PEER_NUMBERS,
  asked: URLSearchParams,
  peersOf: string,
): Readonly<Record<string, string>> {
  const numbers = Object.entries(PEER_NUMBERS[of]).map(([column, number]) => {
    const shown: ColumnNumber<"feature"> = { number, of: { feature: "feature" } };
    return [`nextFeatures.${column}`, shown] as const;
  });
  return addressTemplates(asked, Object.fromEntries(numbers), { peersOf });
}

/** Of each day of a strip of features and modules. */
export function stripAddresses(
  { lastDay: asOf }: Reading,
  asked: URLSearchParams,
  subject: Subject,
): Readonly<Record<string, string>> {
  const onDay = (number: string): ColumnNumber<"day"> => ({ number, of: {}, asOf, days: { from: "day", to: "day" } });
  const numbers = {
    "strip.features": onDay("featuresUsedInPeriod"),
    "strip.modules": onDay("modulesUsedInPeriod"),
  };
  return addressTemplates(asked, numbers, subject);
}

/** Of the timeline of modules, over all of it and day by day, and of the line of active users. */
function dayAddresses(reading: Reading, asked: URLSearchParams, subject: Subject): Readonly<Record<string, string>> {
  const { lastDay: asOf } = reading;
  const over = lastDays(MODULE_STRIP_DAYS, asOf);
  const ofModule = (number: string): ColumnNumber<"module" | "day" | "gauge"> => ({
    number,
    of: { module: "module" },
    asOf,
  });
  const onDay = { days: { from: "day", to: "day" } } as const;
  const asOfDay = (number: string): ColumnNumber<"module" | "day" | "gauge"> => ({
    number,
    of: {},
    days: { asOf: "day" },
  });
  return addressTemplates(
    asked,
    {
      "timeline.modules.activeMs": { ...ofModule("activeMs"), over },
      "timeline.modules.users": { ...ofModule("activeUsers"), over },
      "timeline.modules.days.activeMs": { ...ofModule("activeMs"), ...onDay },
      "timeline.modules.days.users": { ...ofModule("activeUsers"), ...onDay },
      "timeline.gauges.days": { number: "gaugeMean", of: { gauge: "gauge" }, asOf, ...onDay },
      ...(asksTheSameOfAnyDay(asked) && {
        "activeUsers.daily": asOfDay("dau"),
        "activeUsers.weekly": asOfDay("wau"),
        "activeUsers.monthly": asOfDay("mau"),
      }),
    },
    subject,
  );
}

/** Of the most and the least used features and modules, now and before. */
async function endAddresses(
  reading: Reading,
  asked: URLSearchParams,
  account: string,
): Promise<Readonly<Record<string, string>>> {
  const before = await whereBeforeOpens(reading, asked, [account]);
  const ofEnd = (what: "feature" | "module", end: string) => {
    const now: ColumnNumber<"feature" | "module"> = { number: "activeMs", of: { [what]: what } };
    return {
      [`${what}s.${end}.activeMs`]: now,
      ...(before !== null && { [`${what}s.${end}.before`]: { ...now, ...before } }),
    };
  };
  const numbers = {
    ...ofEnd("feature", "most"),
    ...ofEnd("feature", "least"),
    ...ofEnd("module", "most"),
    ...ofEnd("module", "least"),
  };
  return addressTemplates(asked, numbers, { account });
}

function prefixed(path: string, addresses: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(addresses).map(([column, address]) => [`${path}.${column}`, address]));
}
