import { groupBy } from "../../domain/group-by.ts";
import { productEngagement, type Movement, type ProductEngagement } from "../../domain/health/product-engagement.ts";
import { lastDays } from "../../domain/period/day-range.ts";
import { stickinessOn } from "../../domain/usage/active-users.ts";
import { phaseIn, windowsUntil, type Phase } from "../../domain/usage/lifecycle.ts";
import { eligibilities } from "./eligibility.ts";
import { memberFigures, type PersonFigures } from "./person-figures.ts";
import { activeDays, memberKey } from "./presence.ts";
import type { Reading } from "./reading.ts";
import { countedFeatures } from "./uses.ts";

/** An account's product engagement, with what it was made of. */
export interface AccountEngagement extends ProductEngagement {
  readonly adopted: number;
  readonly eligible: number;
  readonly movement: Movement;
  /** Whose movement it is, by their ids. */
  readonly movers: Readonly<Record<keyof Movement, readonly string[]>>;
}

const WINDOW_DAYS = 30;
const NOTHING: ReadonlySet<number> = new Set();

/** The product engagement of every account that the reading can see, by its id; null: the definitions don't choose it. */
export function accountEngagements(reading: Reading): Promise<ReadonlyMap<string, AccountEngagement> | null> {
  return reading.derive("accountEngagements", async () => {
    const { productEngagement: chosen, missing } = reading.definitions.health;
    if (chosen === null) return null;
    const [accounts, members, pairs, bothWindows] = await Promise.all([
      reading.accounts(),
      memberFigures(reading),
      pairsByAccount(reading),
      activeDays(reading, "member", lastDays(2 * WINDOW_DAYS, reading.lastDay)),
    ]);
    const windows = windowsUntil(reading.lastDay, WINDOW_DAYS);
    const membersOf = groupBy(members.values(), ({ accounts: [account = ""] }) => account);
    const daysOf = (account: string, { user }: PersonFigures) => bothWindows.get(memberKey(account, user)) ?? NOTHING;
    return new Map(
      accounts.map(({ id }) => {
        const own = membersOf.get(id) ?? [];
        const { adopted, eligible } = pairs.get(id) ?? { adopted: 0, eligible: 0 };
        // Of whom the tracker sees nothing nobody knows that they have adopted nothing.
        const wasSeen = own.some(({ presence, isUnseen }) => presence !== undefined && !isUnseen);
        const people = own.map((member) => ({
          user: member.user,
          activeDays: daysOf(id, member),
          firstSeenDay: member.presence?.firstSeenDay ?? null,
        }));
        const whoIs = (phase: Phase): readonly string[] =>
          people.filter((person) => phaseIn(person, windows) === phase).map(({ user }) => user);
        const movers = { new: whoIs("new"), returned: whoIs("resurrecting"), dropped: whoIs("dormant") };
        const movement = {
          new: movers.new.length,
          returned: movers.returned.length,
          dropped: movers.dropped.length,
        };
        const { ratio } = stickinessOn(
          people.map((person) => person.activeDays),
          reading.lastDay,
        );
        const inputs = { adoption: wasSeen ? { adopted, eligible } : null, stickiness: ratio, growth: movement };
        const made = productEngagement(inputs, chosen.weights, missing);
        return [id, Object.assign({ adopted, eligible, movement, movers }, made)];
      }),
    );
  });
}

/** How many pairs of a member and a feature could be adopted in each account, and how many are: the terms of the rates. */
async function pairsByAccount(reading: Reading) {
  const pairs = new Map<string, { adopted: number; eligible: number }>();
  for (const feature of countedFeatures(reading)) {
    for (const { account, adopted, eligible } of await eligibilities(reading, feature)) {
      const sums = pairs.get(account.id) ?? { adopted: 0, eligible: 0 };
      sums.adopted += adopted.length;
      sums.eligible += eligible;
      pairs.set(account.id, sums);
    }
  }
  return pairs;
}
