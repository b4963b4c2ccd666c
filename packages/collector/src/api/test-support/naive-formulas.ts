import { dayOfCell, naiveActiveMs, naiveGone, type Naive } from "./naive-metrics.ts";
import { DAY_MS, DEFINITIONS, TODAY, type RandomWorkspace } from "./random-workspace.ts";

/**
 * Adoption, health and coverage of today once more, over the same cells and what the host told, with nothing shared with the
 * product. Who is there is taken from its lists, since other tests are about that.
 */
export interface NaiveFormulas {
  /** Adopted ÷ relevant features of an account in percent; null: nothing is relevant. */
  accountAdoption(account: string): number | null;
  /** Pairs of adopted ÷ possible in percent. */
  featureUsage(accounts: readonly string[]): number | null;
  /** Of somebody in all of their accounts; null: never seen. */
  userHealth(user: string): number | null;
  accountHealth(account: string): number | null;
  coverage(account: string): number | null;
  /** How many of those who are still there are active in a module in the 30 days up to today. */
  activeInModule(account: string, module: string): number;
}

/** Of whom the lists tell. */
export interface NaivePerson {
  readonly user: string;
  readonly role: string | null;
  readonly accounts: readonly string[];
}

/** Somebody, or an account as a whole (user null), to whom a feature isn't relevant. */
export interface NaiveAnswer {
  readonly account: string;
  readonly user: string | null;
  readonly feature: string;
}

const MODULE_OF: Readonly<Record<string, string>> = { calendars: "plan", contacts: "sell", reports: "sell" };
const FEATURES = ["calendars", "contacts", "reports", "billing", "unused"];
const LOGIN_POINTS = { daily: 100, weekly: 75, monthly: 50, inactive: 0 };

/** Looks from today at a workspace. */
export function naiveFormulas(
  naive: Naive,
  workspace: RandomWorkspace,
  people: readonly NaivePerson[],
  answers: readonly NaiveAnswer[],
): NaiveFormulas {
  const untilMs = (TODAY + 1) * DAY_MS;
  const thresholdOf = (feature: string): number => DEFINITIONS.features[feature]?.thresholdMs ?? 420_000;
  const hasAdopted = (account: string, user: string, feature: string): boolean =>
    naiveActiveMs(naive, { account, user, feature }) >= thresholdOf(feature);
  const membersOf = (account: string): readonly NaivePerson[] =>
    people.filter(({ accounts }) => accounts.includes(account));
  const isAnswered = (account: string, user: string | null, feature: string): boolean =>
    answers.some((one) => one.account === account && one.user === user && one.feature === feature);

  /** Those of the feature's module; null: nobody has told of any. */
  const seatsOf = (
    account: string,
    feature: string,
  ): { readonly count: number; readonly named: readonly string[] } | null => {
    const row = workspace.seats.find((one) => one.account === account && one.module === MODULE_OF[feature]);
    const { licensed = null, users = null } = row ?? {};
    if (licensed === null && users === null) return null;
    return { count: Math.max(licensed ?? 0, (users ?? []).length), named: users ?? [] };
  };
  const isForAccount = (account: string, feature: string): boolean => {
    if (isAnswered(account, null, feature)) return false;
    if (feature === "billing") return workspace.accounts.find(({ id }) => id === account)?.plan === "pro";
    const seats = seatsOf(account, feature);
    return seats === null || seats.count > 0;
  };
  const isForMember = (account: string, { user, role }: NaivePerson, feature: string): boolean => {
    if (!isForAccount(account, feature) || isAnswered(account, user, feature)) return false;
    if (feature === "reports" && role !== "admin") return false;
    const seats = seatsOf(account, feature);
    return seats === null || seats.named.includes(user) || seats.count > seats.named.length;
  };

  const activeDays = (user: string, account: string | null): readonly number[] => [
    ...naive.cells
      .filter((cell) => cell.user === user && cell.account === (account ?? cell.account))
      .filter(({ visits, activeMs }) => visits > 0 || activeMs[1] > 0)
      .map(dayOfCell),
    ...workspace.presence
      .filter((row) => row.user === user && row.account === (account ?? row.account))
      .map(({ day }) => day),
  ];
  const loginOf = (days: readonly number[]): keyof typeof LOGIN_POINTS | null => {
    if (days.length === 0) return null;
    // Yesterday is a Tuesday.
    const working = [1, 2, 5, 6, 7].map((back) => TODAY - back);
    if (working.every((day) => days.includes(day))) return "daily";
    const last = Math.max(...days);
    return last > TODAY - 7 ? "weekly" : last > TODAY - 30 ? "monthly" : "inactive";
  };
  /** Whether the server has seen somebody in 91 days, or ever, where the tracker hasn't. */
  const isUnseen = (user: string, account: string | null): boolean => {
    const own = (row: { readonly user: string; readonly account: string }): boolean =>
      row.user === user && row.account === (account ?? row.account);
    const used = naive.cells
      .filter(own)
      .filter(({ visits, activeMs }) => visits > 0 || activeMs[1] > 0)
      .map(dayOfCell);
    const told = workspace.presence.filter(own).map(({ day }) => day);
    if (told.length === 0) return false;
    if (used.length === 0) return true;
    return told.some((day) => day >= TODAY - 90) && used.every((day) => day < TODAY - 90);
  };
  const feedbackOf = (user: string, account: string | null): number | null => {
    const own = workspace.responses
      .filter((row) => row.user === user && row.account === (account ?? row.account))
      .filter(({ at }) => at < untilMs && at >= untilMs - 180 * DAY_MS)
      .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
    const score = own.at(-1)?.score;
    if (score === undefined) return null;
    return score <= 4 ? 25 : score <= 6 ? 50 : score <= 8 ? 75 : 100;
  };
  const healthOf = (person: NaivePerson, account: string | null): number | null => {
    const login = loginOf(activeDays(person.user, account));
    if (login === null) return null;
    const own = account === null ? person.accounts : [account];
    const relevant = FEATURES.filter((feature) => own.some((one) => isForMember(one, person, feature)));
    const adopted = relevant.filter((feature) => own.some((one) => hasAdopted(one, person.user, feature)));
    const feedback = feedbackOf(person.user, account);
    const parts: readonly (readonly [number, number])[] = [
      [30, LOGIN_POINTS[login]],
      ...(relevant.length === 0 || isUnseen(person.user, account)
        ? []
        : [[40, (adopted.length / relevant.length) * 100] as const]),
      ...(feedback === null ? [] : [[30, feedback] as const]),
    ];
    const weight = parts.reduce((sum, [one]) => sum + one, 0);
    return Math.round(parts.reduce((sum, [one, points]) => sum + one * points, 0) / weight + 1e-9);
  };

  return {
    accountAdoption(account) {
      const relevant = FEATURES.filter((feature) => isForAccount(account, feature));
      const adopted = relevant.filter((feature) =>
        membersOf(account).some(({ user }) => hasAdopted(account, user, feature)),
      );
      return relevant.length === 0 ? null : (adopted.length / relevant.length) * 100;
    },
    featureUsage(accounts) {
      const pairs = accounts.flatMap((account) => FEATURES.map((feature) => ({ account, feature })));
      const possible = pairs.filter(({ account, feature }) => !isAnswered(account, null, feature));
      const used = possible.filter(({ account, feature }) =>
        membersOf(account).some(({ user }) => hasAdopted(account, user, feature)),
      );
      return possible.length === 0 ? null : (used.length / possible.length) * 100;
    },
    userHealth(user) {
      const person = people.find((one) => one.user === user);
      return person === undefined ? null : healthOf(person, null);
    },
    accountHealth(account) {
      const scores = membersOf(account)
        .map((person) => (isUnseen(person.user, account) ? null : healthOf(person, account)))
        .filter((score) => score !== null);
      if (scores.length === 0) return null;
      return Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length + 1e-9);
    },
    coverage(account) {
      const isRecent = (day: number): boolean => day > TODAY - 14;
      const server = new Set(
        workspace.presence.filter((row) => row.account === account && isRecent(row.day)).map(({ user }) => user),
      );
      const tracker = new Set(
        naive.cells
          .filter((cell) => cell.account === account && isRecent(dayOfCell(cell)))
          .filter(({ visits, activeMs }) => visits > 0 || activeMs[1] > 0)
          .map(({ user }) => user),
      );
      if (server.size === 0) return null;
      return ([...server].filter((user) => tracker.has(user)).length / server.size) * 100;
    },
    activeInModule(account, module) {
      const cells = naive.cells.filter((cell) => cell.account === account && dayOfCell(cell) > TODAY - 30);
      const countOf = (user: string, ...actions: readonly string[]): number =>
        cells
          .filter((cell) => cell.user === user)
          .reduce((sum, cell) => sum + actions.reduce((own, action) => own + (cell.actions[action] ?? 0), 0), 0);
      const timeOf = (user: string, ...features: readonly string[]): number =>
        cells
          .filter((cell) => cell.user === user && features.includes(cell.feature))
          .reduce((sum, { activeMs }) => sum + activeMs[1], 0);
      const isActive: Readonly<Record<string, (user: string) => boolean>> = {
        plan: (user) => timeOf(user, "calendars") >= 60_000,
        sell: (user) => timeOf(user, "contacts", "reports") >= 60_000,
        either: (user) => timeOf(user, "billing") >= 60_000 || countOf(user, "booked") >= 2,
        acts: (user) => countOf(user, "sent", "booked") >= 3,
      };
      const gone = naiveGone(workspace, untilMs);
      return [...new Set(cells.map(({ user }) => user))].filter(
        (user) => !gone.has(user) && isActive[module]?.(user) === true,
      ).length;
    },
  };
}
