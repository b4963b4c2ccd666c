/** What people ask, and how long it may take. */
export interface Question {
  readonly what: string;
  /** The address of a number: another one each time, so that nothing is only remembered. */
  readonly path: (number: number) => string;
  /** Bar for the 95th percentile, milliseconds. */
  readonly p95Ms: number;
}

const PRESETS = ["7d", "14d", "30d", "90d", "month", "quarter"] as const;
const SORTS = ["-activeMs", "engagement", "-healthScore", "adoptionPercent", "name", "-activeUsers"] as const;
const FILTERS = [
  "plan=pro",
  "premium=true",
  "assignee=Manager%207",
  "health=struggling",
  "owner=unassigned",
  "",
] as const;
const SNAPSHOT_FILTERS = ["module=sales", "plan=pro", ""] as const;
const SNAPSHOT_SORTS = [
  "-percent",
  "accountName",
  "-day",
  "-status",
  "active",
  "targetPercent",
  "-moduleName",
] as const;
const preset = (number: number): string => `period=${PRESETS[number % PRESETS.length]}`;

/** The first accounts of a workspace, which are asked about; it must have as many. */
export const QUESTIONED_ACCOUNTS = 1_000;
const account = (number: number): string => `account-${(number * 7919) % QUESTIONED_ACCOUNTS}`;

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Another range each time, of which only what is kept of each day says anything. */
const custom = (number: number): string => `from=${daysAgo(60 - (number % 20))}&to=${daysAgo(10 + (number % 7))}`;

/** A range of one's own over which everybody is counted once, as a parameter. */
export const OWN_DAYS = `from=${daysAgo(50)}&to=${daysAgo(12)}`;

/** What is asked over them, once they are kept. */
export const OWN_DAYS_QUESTIONS: readonly Question[] = [
  { what: "overview, own days", path: () => `/v1/overview?${OWN_DAYS}`, p95Ms: 500 },
  {
    what: "accounts, own days, any sort and filter",
    path: (number) =>
      `/v1/accounts?${OWN_DAYS}&sort=${SORTS[number % SORTS.length]}&${FILTERS[(number * 5) % FILTERS.length]}`,
    p95Ms: 500,
  },
  { what: "users, own days", path: () => `/v1/users?${OWN_DAYS}&sort=-activeMs`, p95Ms: 500 },
  { what: "features, own days", path: () => `/v1/features?${OWN_DAYS}`, p95Ms: 500 },
  { what: "modules, own days", path: () => `/v1/modules?${OWN_DAYS}`, p95Ms: 500 },
  { what: "stages, own days", path: () => `/v1/stages?feature=calendars&${OWN_DAYS}`, p95Ms: 500 },
  { what: "attention, own days", path: () => `/v1/attention?${OWN_DAYS}`, p95Ms: 500 },
];

export const QUESTIONS: readonly Question[] = [
  { what: "overview", path: (number) => `/v1/overview?${preset(number)}`, p95Ms: 100 },
  {
    what: "accounts, four metrics",
    path: (number) => `/v1/accounts?${preset(number)}&columns=assets,activeAssets,engagement,activeMs`,
    p95Ms: 100,
  },
  {
    what: "accounts, all columns, any sort and filter",
    path: (number) =>
      `/v1/accounts?${preset(number)}&sort=${SORTS[number % SORTS.length]}&${FILTERS[(number * 5) % FILTERS.length]}`,
    p95Ms: 100,
  },
  { what: "accounts, custom period", path: (number) => `/v1/accounts?${custom(number)}&limit=25`, p95Ms: 500 },
  { what: "account 360", path: (number) => `/v1/accounts/${account(number)}?${preset(number)}`, p95Ms: 50 },
  {
    what: "account's features",
    path: (number) => `/v1/accounts/${account(number)}/features?${preset(number)}`,
    p95Ms: 100,
  },
  { what: "users", path: (number) => `/v1/users?${preset(number)}&sort=-activeMs`, p95Ms: 100 },
  {
    what: "users of one account",
    path: (number) => `/v1/users?${preset(number)}&account=${account(number)}`,
    p95Ms: 100,
  },
  { what: "features", path: (number) => `/v1/features?${preset(number)}`, p95Ms: 100 },
  { what: "modules", path: (number) => `/v1/modules?${preset(number)}`, p95Ms: 100 },
  { what: "assets", path: (number) => `/v1/assets?${preset(number)}&type=flow&sort=-runs`, p95Ms: 100 },
  {
    what: "assets, by the runs of a period",
    path: (number) => `/v1/assets?${preset(number)}&sort=-periodRuns`,
    p95Ms: 100,
  },
  { what: "stages", path: (number) => `/v1/stages?feature=calendars&${preset(number)}`, p95Ms: 100 },
  { what: "trend", path: (number) => `/v1/trend?number=activeMs&${preset(number)}`, p95Ms: 100 },
  {
    what: "explain",
    path: (number) => `/v1/explain?number=activeMs&account=${account(number)}&${preset(number)}`,
    p95Ms: 100,
  },
  { what: "attention", path: (number) => `/v1/attention?${preset(number)}`, p95Ms: 100 },
  { what: "coverage", path: (number) => `/v1/coverage?${preset(number)}`, p95Ms: 100 },
  { what: "milestones", path: (number) => `/v1/milestones?${preset(number)}`, p95Ms: 100 },
  { what: "segments", path: (number) => `/v1/segments?${preset(number)}`, p95Ms: 100 },
  {
    what: "members of a segment",
    path: (number) => `/v1/segments/${["paying", "busy", "admins"][number % 3]}/members?${preset(number)}`,
    p95Ms: 100,
  },
  { what: "snapshots", path: (number) => `/v1/snapshots?${SNAPSHOT_FILTERS[number % 3]}`, p95Ms: 100 },
  {
    what: "snapshots, by any column",
    path: (number) =>
      `/v1/snapshots?${SNAPSHOT_FILTERS[number % 3]}&sort=${SNAPSHOT_SORTS[number % SNAPSHOT_SORTS.length]}`,
    p95Ms: 100,
  },
  {
    what: "snapshots, searched",
    path: (number) => `/v1/snapshots?search=company%20${number % 100}`,
    p95Ms: 100,
  },
  {
    what: "sparklines, 100 rows × 3",
    path: (number) =>
      `/v1/sparklines?accounts=${Array.from({ length: 100 }, (_, index) => account(number * 100 + index)).join("&accounts=")}&series=featuresUsed,modulesUsed,activeMs`,
    p95Ms: 100,
  },
  { what: "CSV of all accounts", path: (number) => `/v1/accounts?${preset(number)}&format=csv`, p95Ms: 3_000 },
];
