import { percentOf } from "../share.ts";

/** Somebody whose adoption can be an example to others. */
export interface Peer {
  readonly user: string;
  readonly role: string | null;
  readonly adopted: ReadonlySet<string>;
}

/** A feature that a user, or an account, could turn to. */
export interface NextFeature {
  readonly feature: string;
  /** How many of the peers have adopted it. */
  readonly adoptedByPeers: number;
  readonly peers: number;
  /** null: there are no peers. */
  readonly percentOfPeers: number | null;
}

/**
 * What to turn to next, "when guiding users toward advanced tools", as GoCSM's article on product adoption has it, which names
 * no rule; this one is ours: the relevant features that a user hasn't adopted, those first that most others in the same role
 * have; of equal ones, and where there are no peers, the order of the definitions. Users without a role are peers of each
 * other, and nobody is their own.
 * @param open relevant features that are not adopted, in the order of the definitions.
 */
export function nextFeatures(user: Peer, open: readonly string[], others: readonly Peer[]): readonly NextFeature[] {
  const peers = others.filter((other) => other.role === user.role && other.user !== user.user);
  return mostAdoptedFirst(open, (feature) => ({
    adoptedByPeers: peers.filter(({ adopted }) => adopted.has(feature)).length,
    peers: peers.length,
  }));
}

/**
 * The same where peers are counted already, such as accounts.
 * @param countsOf how many peers there are of a feature, and how many of them have adopted it.
 */
export function mostAdoptedFirst(
  open: readonly string[],
  countsOf: (feature: string) => Pick<NextFeature, "adoptedByPeers" | "peers">,
): readonly NextFeature[] {
  return open
    .map((feature) => {
      const { adoptedByPeers, peers } = countsOf(feature);
      return { feature, adoptedByPeers, peers, percentOfPeers: percentOf(adoptedByPeers, peers) };
    })
    .sort((one, other) => other.adoptedByPeers - one.adoptedByPeers);
}
