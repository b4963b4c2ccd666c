import { lastDays } from "../../domain/period/day-range.ts";
import { percentOf } from "../../domain/share.ts";
import { COVERAGE_DAYS } from "../../domain/usage/coverage.ts";
import { toldDays, usedDays } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** How many people the tracker can see of those whom the host's server has seen. */

const WHO = "in the last 14 days. A person is a member of each of their accounts.";

interface Seen {
  readonly byServer: readonly Evidence[];
  readonly byTracker: readonly Evidence[];
  readonly byBoth: readonly Evidence[];
  readonly onlyByTracker: readonly Evidence[];
}

async function seenBy(reading: Reading): Promise<Seen> {
  const days = lastDays(COVERAGE_DAYS, reading.lastDay);
  const [tracked, told, names] = await Promise.all([
    usedDays(reading, "member", days),
    toldDays(reading, "member", days),
    createNames(reading),
  ]);
  const keysOf = (rows: readonly { readonly person: string }[]) => new Set(rows.map(({ person }) => person));
  const [tracker, server] = [keysOf(tracked), keysOf(told)];
  const evidence = (members: Iterable<string>): readonly Evidence[] =>
    [...members].toSorted().map((key) => {
      const [account = "", user = ""] = key.split("\n");
      return {
        kind: "user",
        id: `${user} ${account}`,
        name: `${names.of("user", user)}, ${names.of("account", account)}`,
        value: null,
        opens: { number: "activeDays", subject: { account, user } },
        details: { user, account, seenByServer: server.has(key), seenByTracker: tracker.has(key) },
      };
    });
  return {
    byServer: evidence(server),
    byTracker: evidence(tracker),
    byBoth: evidence([...server].filter((key) => tracker.has(key))),
    onlyByTracker: evidence([...tracker].filter((key) => !server.has(key))),
  };
}

function createSeenCount(
  id: string,
  name: string,
  formula: string,
  pick: (seen: Seen) => readonly Evidence[],
): NumberDefinition {
  return countOf({ id, name, formula, measure: async (reading) => lengthOf(pick(await seenBy(reading))) });
}

const COVERAGE_PERCENT: NumberDefinition = {
  id: "coveragePercent",
  name: "Coverage",
  unit: "percent",
  kind: "ratio",
  formula: `Members whom both have seen ÷ those whom the host's server has seen, ${WHO} Nothing where it tells of nobody.`,
  subjects: ["account"],
  splits: ["user"],
  async measure(reading, subject) {
    const { byServer, byBoth, onlyByTracker } = await seenBy(reading);
    return {
      value: percentOf(byBoth.length, byServer.length),
      terms: [
        { name: "Seen by both", value: byBoth.length, unit: "count", opens: { number: "seenByBoth", subject } },
        {
          name: "Seen by the server",
          value: byServer.length,
          unit: "count",
          opens: { number: "seenByServer", subject },
        },
      ],
      rows: byBoth,
      excluded: [
        {
          what: "Seen by the server only",
          why: "The tracker can't see them.",
          value: byServer.length - byBoth.length,
        },
        {
          what: "Seen by the tracker only",
          why: "The server didn't tell of them.",
          value: onlyByTracker.length,
          opens: { number: "onlySeenByTracker", subject },
        },
      ],
    };
  },
};

export const COVERAGE: readonly NumberDefinition[] = [
  COVERAGE_PERCENT,
  createSeenCount(
    "seenByServer",
    "Seen by the server",
    `Members whom the host's server has seen ${WHO}`,
    (seen) => seen.byServer,
  ),
  createSeenCount(
    "seenByTracker",
    "Seen by the tracker",
    `Members whom the tracker has seen ${WHO}`,
    (seen) => seen.byTracker,
  ),
  createSeenCount("seenByBoth", "Seen by both", `Members whom both have seen ${WHO}`, (seen) => seen.byBoth),
  createSeenCount(
    "onlySeenByTracker",
    "Seen by the tracker only",
    `Members whom the tracker has seen and the host's server hasn't told of, ${WHO}`,
    (seen) => seen.onlyByTracker,
  ),
];
