import { median } from "./median.ts";

/** Fewer would tell one account about another. */
const MIN_PEERS = 5;

/** Where an account stands among others of its segment. */
export interface PeerBenchmark {
  readonly peers: number;
  readonly mean: number;
  readonly median: number;
  /** Share of the peers that are below, equal ones by half: 0 to 1. */
  readonly percentile: number;
}

/**
 * Compares an account's metric with that of similar ones.
 * @param peers the others' values, without the account's own.
 * @returns null with fewer than 5 peers.
 */
export function peerBenchmark(value: number, peers: readonly number[]): PeerBenchmark | null {
  const middle = median(peers);
  if (peers.length < MIN_PEERS || middle === null) return null;
  const below = peers.filter((peer) => peer < value).length;
  const equal = peers.filter((peer) => peer === value).length;
  return {
    peers: peers.length,
    mean: peers.reduce((sum, peer) => sum + peer, 0) / peers.length,
    median: middle,
    percentile: (below + equal / 2) / peers.length,
  };
}
