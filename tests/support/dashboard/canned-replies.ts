import type {
  AccountsReply,
  AccountsRow,
  FeaturesReply,
  FeaturesRow,
  PeriodName,
  ReplyHead,
} from "../../../packages/collector/src/api/contract.ts";

/** A fixed moment, so that replies don't depend on the day: 22 November 2026, 03:05:12 UTC. */
export const NOW_MS = Date.UTC(2026, 10, 22, 3, 5, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const NAMES = [
  "Alder & Finch Dental", "Bluebird Coffee Roasters", "Cedar Street Physio", "Çınar Mühendislik", "Delgado Auto Repair",
  "Eastgate Veterinary Clinic", "Élan Salon", "Fjord Outdoor", "Granite Peak Roofing", "Harbour View Realty",
  "Hollow Oak Books", "Ivy Lane Florists", "Juniper Yoga Collective", "Kestrel Legal", "Kowalski i Synowie",
  "Lakeshore Family Dentistry and Orthodontics of Greater Minneapolis", "Lumen Photography", "Maple & Main Accounting",
  "Meridian Fitness", "Nordlicht Reisen", "Northwind Traders", "Oakridge Plumbing", "Orchard Montessori", "Österberg Bygg",
  "Pine Valley Golf Club", "Quayside Marina", "Redwood Chiropractic", "Saffron Kitchen", "Silverline Limousines",
  "Stonebridge Insurance", "Sunrise Solar", "Tanaka Acupuncture", "Tidewater Dive Shop", "Umbra Security",
  "Vantage Recruiting", "Willow Creek Vets", "Wren Interiors", "Yarrow Wellness", "Zephyr Cycling", "acme-7f3e",
]; // prettier-ignore
const PLANS = ["Starter", "Growth", "Scale", null];

/** Forty accounts such as a CSM would have: silent ones, a churned one, one that the roster doesn't know. */
export function cannedAccounts(): readonly AccountsRow[] {
  return NAMES.map((name, index) => {
    const isSilent = index % 6 === 5;
    const size = (index * 37) % 101;
    return Object.assign(structuredClone(UNTOLD), {
      account: index === 39 ? "acme-7f3e" : `acc_${index + 1}`,
      name,
      plan: index === 39 ? null : (PLANS[index % 4] ?? null),
      inRoster: index !== 39,
      churnedAt: index === 12 ? NOW_MS - 9 * DAY_MS : null,
      kind: index === 12 ? ("churned" as const) : ("regular" as const),
      lastReceivedAt: isSilent ? null : NOW_MS - (index * index + 1) * 0.7 * HOUR_MS,
      hasData: !isSilent,
      assets: index === 5 ? 4 : isSilent ? 0 : Math.round(size / 3),
      activeAssets: isSilent ? 0 : Math.round(size / 5),
      engagement: isSilent ? 0 : size * 13,
      activeMs: isSilent ? 0 : size * 1_234_567,
      visits: isSilent ? 0 : size * 9,
    });
  });
}

/** What no screen shows yet. */
const UNTOLD = {
  createdAt: null,
  parent: null,
  premium: false,
  subscription: null,
  subscriptionStartedAt: null,
  subscriptionEndedAt: null,
  assignments: {},
  attributes: {},
  knownUsers: 0,
  activeUsers: 0,
  licensedUsers: null,
  dailyUsers: 0,
  weeklyUsers: 0,
  monthlyUsers: 0,
  inactiveUsers: 0,
  neverSeenUsers: 0,
  lastActiveDay: null,
  adoptedFeatures: 0,
  triedFeatures: 0,
  relevantFeatures: 9,
  adoptionPercent: 0,
  activeAssetPercent: null,
  coreAdoptionPercent: null,
  featuresUsed: null,
  modulesUsed: null,
  healthScore: null,
  healthClass: null,
  productEngagementScore: null,
  productAdoptionHealth: null,
  relationshipHealth: null,
  serviceHealth: null,
  financialHealth: null,
  coveragePercent: null,
  lastTouchpointAt: null,
  segments: [],
} as const satisfies Partial<AccountsRow>;

const FEATURES: readonly (readonly [string, string, string | null])[] = [
  ["conversations", "Conversations", "Communication"],
  ["calendars", "Calendars", "Scheduling"],
  ["workflows", "Workflows", "Growth"],
  ["contacts", "Contacts", "Sales"],
  ["opportunities", "Opportunities", "Sales"],
  ["phone", "Phone", "Communication"],
  ["payments", "Payments", "Sales"],
  ["reports", "Reports", "Growth"],
  ["sites", "Sites", "Growth"],
];

/** Columns that the dashboard shows nowhere. */
const UNTOLD_OF_FEATURES = {
  activeAssetPercent: null,
  medianActiveMs: null,
  exposedUsers: 0,
  activatedUsers: 0,
  tried: 0,
  adopted: 0,
  lapsed: 0,
  adoptedUsers: 0,
  eligibleUsers: 0,
  adoptionPercent: null,
  adoptedUsersBeforeAnswers: 0,
  eligibleUsersBeforeAnswers: 0,
  adoptionPercentBeforeAnswers: null,
  adoptedAccounts: 0,
  eligibleAccounts: 0,
  notAdoptedAccounts: 0,
  accountAdoptionPercent: null,
  engagementBefore: null,
  engagementChange: null,
  activeMsBefore: null,
  activeMsChange: null,
};

/** Nine defined features, of which one is unused, two custom menu links, and two more places outside of the definitions. */
export function cannedFeatures(scale: number): readonly FeaturesRow[] {
  const defined = FEATURES.map(([feature, name, module], index) =>
    Object.assign(structuredClone(UNTOLD_OF_FEATURES), {
      feature,
      name,
      kind: "feature" as const,
      module,
      moduleName: module,
      defined: true,
      assets: index % 2 === 0 ? 0 : 40 - index * 3,
      activeAssets: index % 2 === 0 ? 0 : 31 - index * 3,
      engagement: index === 8 ? 0 : Math.round((scale * 4000) / (index + 1)),
      activeMs: index === 8 ? 0 : Math.round((scale * 91_234_567) / (((index * 5) % 9) + 1)),
      visits: index === 8 ? 0 : Math.round((scale * 1800) / (index + 1)),
      users: index === 8 ? 0 : Math.ceil((scale * 240) / (index + 1)),
      vitals: null,
    }),
  );
  const outside = {
    kind: "feature" as const,
    module: null,
    moduleName: null,
    defined: false,
    assets: 0,
    activeAssets: 0,
    engagement: 0,
    ...UNTOLD_OF_FEATURES,
    vitals: null,
  };
  return [
    ...defined,
    {
      ...outside,
      kind: "link",
      feature: "link:help",
      name: "Help <centre>",
      activeMs: scale * 1_900_000,
      visits: 70,
      users: 21,
    },
    {
      ...outside,
      kind: "link",
      feature: "link:7f3e",
      name: "link:7f3e",
      activeMs: scale * 30_000,
      visits: 3,
      users: 1,
    },
    { ...outside, feature: "_other", name: "_other", activeMs: scale * 4_000_000, visits: 90, users: 33 },
    { ...outside, feature: "labs", name: "labs", activeMs: scale * 65_000, visits: 4, users: 2 },
  ];
}

/** What every reply begins with. */
export function cannedHead(
  period: PeriodName = "month",
  asOf: number | null = NOW_MS,
  countedAt: number | null = null,
): ReplyHead {
  const ranges: Readonly<Partial<Record<PeriodName, string>>> = {
    "7d": "2026-11-16",
    "14d": "2026-11-09",
    "30d": "2026-10-24",
    "90d": "2026-08-25",
    month: "2026-11-01",
    quarter: "2026-10-01",
  };
  const from = ranges[period] ?? null;
  return {
    asOf,
    countedAt,
    definitionVersion: 1,
    idleLimit: "60s",
    timeZone: "Europe/Istanbul",
    period: { name: period, from, to: from === null ? null : "2026-11-22", through: "2026-11-22", isOpen: true },
  };
}

/** A page of accounts. */
export function cannedAccountsReply(
  rows: readonly AccountsRow[],
  {
    total = rows.length,
    all = rows,
    head = cannedHead(),
  }: { total?: number; all?: readonly AccountsRow[]; head?: ReplyHead } = {},
): AccountsReply {
  const seen = all
    .filter((row) => row.hasData && row.kind !== "churned")
    .toSorted((one, other) => one.engagement - other.engagement);
  const lowest = seen.slice(0, 5);
  return {
    ...head,
    addresses: {},
    total,
    rows,
    lowestEngagement: lowest.map(({ account, name, engagement }) => ({ account, name, engagement })),
    lowestEngagementTied: seen.slice(5).filter(({ engagement }) => engagement === lowest.at(-1)?.engagement).length,
    youngAccounts: 0,
    silentAccounts: all.filter((row) => !row.hasData).length,
    notInRosterAccounts: 0,
  };
}

/** The features of one account or, without one, of all. */
export function cannedFeaturesReply(account: AccountsRow | null, head: ReplyHead = cannedHead()): FeaturesReply {
  const rows =
    account?.lastReceivedAt === null ? cannedFeatures(0).slice(0, 9) : cannedFeatures(account === null ? 1 : 0.1);
  return {
    ...head,
    addresses: {},
    ...(account === null ? {} : { account: { id: account.account, name: account.name, plan: account.plan } }),
    notInRosterAccounts: 0,
    total: rows.length,
    rows,
  };
}
