/**
 * How large each test of faults is: the short form is part of `npm test`, the long one of `npm run test:faults`. What a test
 * repeats, it repeats as often as is said here.
 */

export const KILLS = {
  short: { kills: 6, connections: 30, maxLoadMs: 600 },
  long: { kills: 100, connections: 50, maxLoadMs: 1_500 },
} as const;

export const STOPS = {
  short: { stops: 3, connections: 30, maxLoadMs: 600 },
  long: { stops: 25, connections: 50, maxLoadMs: 1_500 },
} as const;

export const REPETITIONS = {
  short: { members: 12, writersPerMember: 4, statesPerWriter: 4, repetitions: 10, connections: 50, kills: 2 },
  long: { members: 100, writersPerMember: 6, statesPerWriter: 6, repetitions: 10, connections: 50, kills: 12 },
} as const;

export const SYNCED_REPLIES = {
  short: { requests: 60, connections: 6 },
  long: { requests: 600, connections: 20 },
} as const;

export const FILE_FAULTS = {
  short: { holdMs: 700, connections: 10, all: false },
  long: { holdMs: 2_500, connections: 20, all: true },
} as const;

export const FUZZ = {
  short: { bodies: 3_000, connections: 8 },
  long: { bodies: 100_000, connections: 16 },
} as const;

/** Days as first date and count. Clocks in Berlin go back on 2026-10-25; cells stay open for 35 days. */
export const WORKSPACE_LIFE = {
  short: {
    days: [
      ["2026-09-18", 2],
      ["2026-10-23", 4],
    ],
    members: 8,
    restartEveryDays: 2,
  },
  long: { days: [["2026-09-20", 40]], members: 30, restartEveryDays: 3 },
} as const;

/** Whichever form. */
export type Scale<Scales extends { readonly short: unknown; readonly long: unknown }> = Scales["short" | "long"];
