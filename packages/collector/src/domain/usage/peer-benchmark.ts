import { percentOf } from "../share.ts";
import { median } from "./median.ts";

/** Fewer would tell one account about another. */
export const MIN_PEERS = 5;

/** Where an account stands among others. */
export interface PeerBenchmark {
  /** How many others there are. */
  readonly peers: number;
  readonly mean: number;
  readonly median: number;
  /** How many of the others are below, equal ones by half. */
  readonly below: number;
  /** These in percent of all others: 50 is the middle. */
  readonly percentBelow: number | null;
}

/**
 * Compares an account's metric with that of similar ones, after Hook's comparison with "the average of similar accounts".
 * @param peers the others' values, without the account's own.
 * @returns null with fewer than 5 peers.
 */
export function peerBenchmark(value: number, peers: readonly number[]): PeerBenchmark | null {
  const middle = median(peers);
  if (peers.length < MIN_PEERS || middle === null) return null;
  const lower = peers.filter((peer) => peer < value).length;
  const equal = peers.filter((peer) => peer === value).length;
  const below = lower + equal / 2;
  return {
    peers: peers.length,
    mean: peers.reduce((sum, peer) => sum + peer, 0) / peers.length,
    median: middle,
    below,
    percentBelow: percentOf(below, peers.length),
  };
}
