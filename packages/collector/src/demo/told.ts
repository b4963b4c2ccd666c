import type { AccountWrite } from "../store/facts.ts";
import type { AnnotationWrite, PillarWrite, ResponseWrite, SeatsWrite, TouchpointWrite } from "../store/pushed.ts";
import type { Company, DemoAccount } from "./company.ts";
import { createRandom, type Random } from "./random.ts";

type Standing = Pick<
  AccountWrite,
  "premium" | "subscription" | "subscriptionStartedAt" | "subscriptionEndedAt" | "assignments" | "attributes"
>;

/** What the made-up company's server tells beside names: who pays, who looks after whom, and how people feel. */
export interface DemoTold {
  /** By account. */
  readonly standings: ReadonlyMap<string, Standing>;
  readonly seats: readonly SeatsWrite[];
  readonly touchpoints: readonly TouchpointWrite[];
  readonly responses: readonly ResponseWrite[];
  readonly pillars: readonly PillarWrite[];
  readonly annotations: readonly AnnotationWrite[];
}

const DAY_MS = 86_400_000;
const MANAGERS = ["Ada Lovell", "Jonas Weber", "Priya Raman"] as const;
const TOUCHPOINT_KINDS = ["call", "email", "meeting", "support"] as const;

/**
 * Made up around the company's anchor, so that seeding again tells the same.
 * @param modules ids of those that are defined.
 */
export function demoTold(company: Company, modules: readonly string[], seed: number): DemoTold {
  const { accounts, anchorDay } = company;
  const anchorMs = anchorDay * DAY_MS;
  const usersOf = (id: string): readonly string[] =>
    company.members.filter(({ account }) => account.id === id).map(({ user }) => user);
  const randomOf = (account: DemoAccount, what: string) => createRandom(seed, "told", what, account.id);
  return {
    standings: new Map(
      accounts.map((account) => {
        const random = randomOf(account, "standing");
        const manager = random.chance(0.85) ? { csm: random.pick(MANAGERS) } : {};
        const subscription = account.churnedAt !== null ? "cancelled" : random.chance(0.8) ? "active" : "none";
        const premium = random.chance(0.15);
        return [
          account.id,
          {
            premium,
            subscription,
            ...datesOf(account, subscription, randomOf(account, "subscription")),
            assignments: account.story.fate === "new" ? { ...manager, onboarding: "Lena Fischer" } : manager,
            attributes: {
              ...(account.showcase ? {} : { country: account.country }),
              employees: usersOf(account.id).length,
            },
          },
        ];
      }),
    ),
    seats: accounts.flatMap((account) => {
      const random = randomOf(account, "seats");
      const people = usersOf(account.id).length;
      return modules
        .filter(() => random.chance(0.85))
        .map((module) => ({
          account: account.id,
          module,
          licensed: Math.max(1, Math.round(people * random.between(0.7, 1.3))),
        }));
    }),
    touchpoints: accounts.flatMap((account) => {
      const random = randomOf(account, "touchpoints");
      const whom = randomOf(account, "contacts");
      const people = usersOf(account.id);
      return Array.from({ length: random.integer(0, 4) }, (_, index): TouchpointWrite => ({
        id: `demo-${account.id}-${index}`,
        account: account.id,
        kind: random.pick(TOUCHPOINT_KINDS),
        at: anchorMs - random.integer(1, 60) * DAY_MS,
        by: random.pick(MANAGERS),
        ...(people.length > 0 && whom.chance(0.7) && { user: whom.pick(people) }),
      }));
    }),
    responses: accounts.flatMap((account) => {
      const random = randomOf(account, "responses");
      const mood = random.between(4, 9);
      return usersOf(account.id)
        .filter(() => random.chance(0.35))
        .map((user) => ({
          id: `demo-${account.id}-${user}`,
          account: account.id,
          user,
          score: Math.min(10, Math.max(0, Math.round(mood + random.between(-2.5, 2.5)))),
          at: anchorMs - random.integer(1, 120) * DAY_MS,
        }));
    }),
    pillars: accounts.flatMap((account) => {
      const random = randomOf(account, "pillars");
      return (["relationship", "service", "financial"] as const)
        .filter(() => random.chance(0.5))
        .map((pillar) => ({
          account: account.id,
          pillar,
          score: random.integer(20, 95),
          source: "crm",
          at: anchorMs - random.integer(1, 30) * DAY_MS,
        }));
    }),
    annotations: [
      { id: "demo-training", kind: "training", day: anchorDay - 40, name: "Webinar: workflows that run by themselves" },
      { id: "demo-release", kind: "release", day: anchorDay - 21, name: "Release: call recordings" },
    ],
  };
}

/** Customers try for two weeks at most, and then pay for as long as they stay. */
function datesOf(
  { createdAt, churnedAt }: DemoAccount,
  subscription: "active" | "cancelled" | "none",
  random: Random,
): Pick<Standing, "subscriptionStartedAt" | "subscriptionEndedAt"> {
  if (subscription === "none") return {};
  const startedAt = createdAt + random.integer(0, 14) * DAY_MS;
  if (churnedAt === null) return { subscriptionStartedAt: startedAt };
  return { subscriptionStartedAt: Math.min(startedAt, churnedAt), subscriptionEndedAt: churnedAt };
}
