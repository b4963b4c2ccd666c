import { createWorkspaceCalendar, type WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { Catalog, CatalogFeature } from "./catalog.ts";
import { activityLevel, drawFates, drawStory, type Story } from "./fate.ts";
import { drawHabits, type Habits } from "./habits.ts";
import { createNames } from "./names.ts";
import { PLACES, type Place } from "./places.ts";
import { drawPlan, drawSizeWeight, shareOut, usedFeatures, type Plan } from "./plan.ts";
import { createRandom, type Random } from "./random.ts";
import { STAFF_ROLES, type Role } from "./role.ts";
import { SHOWCASE_ACCOUNTS } from "./showcase-accounts.ts";
import { showcaseHabits } from "./showcase-habits.ts";
import { clockZeroMs, type LocalDay } from "./working-days.ts";

export interface CompanyOptions {
  readonly seed: number;
  /** Accounts, the showcase ones included. */
  readonly accounts: number;
  /** People, the showcase ones included; with three accounts or fewer there are only these. */
  readonly users: number;
  /** The workspace day around which every story is told: the last one of the first seeding. */
  readonly anchorDay: LocalDay;
  /** The workspace's, IANA name. */
  readonly timeZone: string;
  readonly catalog: Catalog;
}

/** Everybody who could use the product; what they did is in `usageRows`. */
export interface Company {
  readonly seed: number;
  readonly anchorDay: LocalDay;
  readonly catalog: Catalog;
  readonly accounts: readonly DemoAccount[];
  readonly users: readonly DemoUser[];
  readonly members: readonly DemoMember[];
}

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly showcase: boolean;
  readonly country: string;
  /** Of the account's own time zone. */
  readonly calendar: WorkspaceCalendar;
  readonly story: Story;
  /** What the account uses at all. */
  readonly features: readonly CatalogFeature[];
  /** Attendance on Saturdays and Sundays as a share of that on other days. */
  readonly weekendShare: number;
  /** Unix ms. */
  readonly createdAt: number;
  readonly churnedAt: number | null;
}

export interface DemoUser {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly accounts: readonly string[];
  /** Unix ms. */
  readonly createdAt: number;
}

export interface DemoMember {
  readonly account: DemoAccount;
  readonly user: string;
  readonly habits: Habits;
}

const HOUR_MS = 3_600_000;

/** Makes up the whole company from its seed. Pure, and the same for the same options. */
export function createCompany(options: CompanyOptions): Company {
  const { seed, anchorDay, catalog } = options;
  const showcase = createShowcase(options);
  const random = createRandom(seed, "company");
  // Names and sizes must not depend on the definitions: seeding after they were edited meets the same people again.
  const names = createNames(createRandom(seed, "names"), [
    ...SHOWCASE_ACCOUNTS.map(({ name }) => name),
    ...SHOWCASE_ACCOUNTS.flatMap(({ users }) => users.map(({ name }) => name)),
  ]);
  const places = drawFates(random, options.accounts - showcase.accounts.length).map((fate) => {
    const place = random.pick(PLACES);
    const plan = drawPlan(random, fate);
    return {
      place,
      weight: drawSizeWeight(random, plan),
      account: createAccount(names.company(place), place, plan, drawStory(random, fate), options),
    };
  });
  const sizes = shareOut(
    options.users - showcase.users.length,
    places.map(({ weight }) => weight),
  );

  const users: DemoUser[] = [...showcase.users];
  const members: DemoMember[] = [...showcase.members];
  for (const [index, { account, place }] of places.entries()) {
    for (let seat = 0; seat < (sizes[index] ?? 0); seat += 1) {
      const { id, name } = names.person(place);
      const role: Role = seat === 0 ? "Owner" : random.pickWeighted(STAFF_ROLES).role;
      const firstDay = drawFirstDay(random, seat, anchorDay, account);
      // A consultant or a group's bookkeeper works for the next account too.
      const second = (random.chance(0.015) && places[(index + 1) % places.length]?.account) || account;
      for (const where of new Set([account, second])) {
        const own = createRandom(seed, "habits", where.id, id);
        const habits = drawHabits(own, { role, features: where.features, anchorDay, firstDay });
        members.push({ account: where, user: id, habits });
      }
      const createdAt = clockZeroMs(account.calendar, firstDay) + 9 * HOUR_MS;
      users.push({ id, name, role, accounts: [...new Set([account.id, second.id])], createdAt });
    }
  }
  return {
    seed,
    anchorDay,
    catalog,
    accounts: [...showcase.accounts, ...places.map(({ account }) => account)],
    users,
    members,
  };
}

function createAccount(
  named: { readonly id: string; readonly name: string },
  place: Place,
  plan: Plan,
  story: Story,
  { seed, anchorDay, catalog }: CompanyOptions,
): DemoAccount {
  const random = createRandom(seed, "account", named.id);
  const calendar = createWorkspaceCalendar(place.timeZone);
  const { createdDayOffset, churnedDayOffset } = story;
  return {
    ...named,
    plan,
    showcase: false,
    country: place.country,
    calendar,
    story,
    weekendShare: random.chance(0.15) ? random.between(0.3, 0.5) : random.between(0.02, 0.1),
    features: usedFeatures(random, plan, catalog.features),
    createdAt: clockZeroMs(calendar, anchorDay + createdDayOffset) + 8 * HOUR_MS,
    churnedAt: churnedDayOffset === null ? null : clockZeroMs(calendar, anchorDay + churnedDayOffset) + 17 * HOUR_MS,
  };
}

/** Most people came with their account, some were hired since. */
function drawFirstDay(random: Random, seat: number, anchorDay: LocalDay, { story }: DemoAccount): LocalDay {
  const accountDays = -story.createdDayOffset;
  const hiredDaysAgo = random.integer(1, 100);
  const late = seat > 0 && random.chance(0.2) && hiredDaysAgo < accountDays && activityLevel(story, -hiredDaysAgo) > 0;
  return anchorDay - (late ? hiredDaysAgo : accountDays);
}

function createShowcase(options: CompanyOptions): Pick<Company, "accounts" | "users" | "members"> {
  const { anchorDay, catalog, timeZone } = options;
  const calendar = createWorkspaceCalendar(timeZone);
  const story = { fate: "steady", churnedDayOffset: null, turnDayOffset: 0, turnDays: 0 } as const;
  const planned = SHOWCASE_ACCOUNTS.slice(0, options.accounts).map(({ id, name, plan, ageDays, users }) => ({
    users,
    account: {
      id,
      name,
      plan,
      showcase: true,
      country: "showcase",
      calendar,
      story: { ...story, createdDayOffset: -ageDays },
      features: catalog.features,
      weekendShare: 0,
      createdAt: clockZeroMs(calendar, anchorDay - ageDays) + 8 * HOUR_MS,
      churnedAt: null,
    } satisfies DemoAccount,
  }));
  const people = planned
    .flatMap(({ account, users }) => users.map((person) => ({ account, person })))
    .slice(0, options.users);
  return {
    accounts: planned.map(({ account }) => account),
    users: people.map(({ account, person: { id, name, role, ageDays } }) => ({
      id,
      name,
      role,
      accounts: [account.id],
      createdAt: clockZeroMs(calendar, anchorDay - ageDays) + 9 * HOUR_MS,
    })),
    members: people.map(({ account, person }) => ({
      account,
      user: person.id,
      habits: showcaseHabits(person, catalog, anchorDay),
    })),
  };
}
