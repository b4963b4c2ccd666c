import { percentOf } from "../share.ts";

/** Somebody whose adoption can be an example to others. */
export interface Peer {
  readonly user: string;
  readonly role: string | null;
  readonly adopted: ReadonlySet<string>;
}

/** A feature that a user could turn to. */
export interface NextFeature {
  readonly feature: string;
  /** How many of the peers have adopted it. */
  readonly adoptedByPeers: number;
  readonly peers: number;
  /** null: there are no peers. */
  readonly percentOfPeers: number | null;
}

/**
 * What to turn to next: the relevant features that a user hasn't adopted, those first that most others in the same role
 * have; of equal ones, the order of the definitions. Users without a role are peers of each other.
 * @param open relevant features that are not adopted, in the order of the definitions.
 */
export function nextFeatures(user: Peer, open: readonly string[], others: readonly Peer[]): readonly NextFeature[] {
  const peers = others.filter((other) => other.role === user.role && other.user !== user.user);
  return open
    .map((feature) => {
      const adoptedByPeers = peers.filter(({ adopted }) => adopted.has(feature)).length;
      return {
        feature,
        adoptedByPeers,
        peers: peers.length,
        percentOfPeers: percentOf(adoptedByPeers, peers.length),
      };
    })
    .sort((one, other) => other.adoptedByPeers - one.adoptedByPeers);
}
