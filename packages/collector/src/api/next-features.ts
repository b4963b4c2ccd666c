import { mostAdoptedFirst, nextFeatures, type NextFeature, type Peer } from "../domain/adoption/next-feature.ts";
import type { AccountReply } from "./contract.ts";
import { featureRows } from "./features.ts";
import type { AccountFigures } from "./reading/account-figures.ts";
import { eligibilities } from "./reading/eligibility.ts";
import type { PersonFigures } from "./reading/person-figures.ts";
import type { Reading } from "./reading/reading.ts";
import { countedFeatures } from "./reading/uses.ts";

type NextFeatures = AccountReply["nextFeatures"];

/** More than these nobody turns to at once. */
const SHOWN = 3;

/**
 * What a person could turn to next, by what others in the same role have adopted.
 * @param others those of the same accounts; the person may be among them.
 */
export function nextFeaturesOfPerson(
  { definitions }: Reading,
  person: PersonFigures,
  role: string | null,
  others: readonly Peer[],
): NextFeatures {
  const adopted = new Set(person.rate.adopted);
  const next = nextFeatures({ user: person.user, role, adopted }, person.rate.open, others);
  const who = role === null ? "others without a role" : `others who are ${role}`;
  return shown(next, definitions, who);
}

/**
 * What an account could turn to next, by what other accounts have adopted.
 * @param everybody a look at all accounts that whoever asks may see.
 */
export async function nextFeaturesOfAccount(
  everybody: Reading,
  { account, breadth }: AccountFigures,
): Promise<NextFeatures> {
  if (breadth.gaps.length === 0) return [];
  const own = everybody.narrow([account.id]);
  const counted = await Promise.all(
    countedFeatures(own).map(async (definition) =>
      (await eligibilities(own, definition)).some(({ leftOut }) => leftOut === null) ? [definition.feature] : [],
    ),
  );
  // Those that count it: it is eligible itself there, and hasn't adopted what is a gap.
  const countsItself = new Set(counted.flat());
  const rows = await featureRows(everybody, new Set(["adoptedAccounts", "eligibleAccounts"]));
  const counts = new Map(rows.map((row) => [row.feature, row]));
  const next = mostAdoptedFirst(breadth.gaps, (feature) => {
    const { adoptedAccounts = 0, eligibleAccounts = 0 } = counts.get(feature) ?? {};
    return { adoptedByPeers: adoptedAccounts, peers: eligibleAccounts - (countsItself.has(feature) ? 1 : 0) };
  });
  return shown(next, everybody.definitions, "other accounts");
}

function shown(next: readonly NextFeature[], { features }: Reading["definitions"], who: string): NextFeatures {
  return next.slice(0, SHOWN).map(({ feature, adoptedByPeers, peers, percentOfPeers }) => ({
    feature,
    name: features.get(feature)?.name ?? feature,
    adoptedByPeers,
    peers,
    percentOfPeers,
    reason: peers === 0 ? `There are no ${who} to go by.` : `${adoptedByPeers} of ${peers} ${who} have adopted it.`,
  }));
}
