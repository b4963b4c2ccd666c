import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { RandomBytes } from "../auth/secrets.ts";
import { HttpProblem } from "./problem.ts";

/** Refuses who asks too often. */
export interface RateLimit {
  /**
   * Counts one request of a public key from an address.
   * @throws HttpProblem `too-many-requests`.
   */
  take(caller: { readonly key: string; readonly known: boolean; readonly address: string | null }): Promise<void>;
}

const WINDOW_SECONDS = 60;
/** How long an address stays the same place: after it not even this process can tell who came twice. */
const SALT_MS = 86_400_000;
const SALT_BYTES = 16;
const UNKNOWN_KEY_REQUESTS = 300;
/** Memory is bounded by counting in this many places; two callers share one only by a chance that nobody can steer. */
const PLACES = 65_536;
/** Bits of an IPv6 address that tell networks apart: one customer has a whole /64. */
const IPV6_NETWORK_GROUPS = 4;

/**
 * A salt that is nowhere but in memory, and another one every day.
 * @param now clock, Unix ms.
 */
export function createDailySalt(random: RandomBytes, now: () => number): () => Uint8Array {
  let salt = random(SALT_BYTES);
  let madeAtMs = now();
  return () => {
    // Also when the clock was set back.
    if (Math.abs(now() - madeAtMs) >= SALT_MS) {
      salt = random(SALT_BYTES);
      madeAtMs = now();
    }
    return salt;
  };
}

/**
 * At most `perMinute` requests a minute for each known key and address, fewer for unknown keys. An unknown address (a
 * host that mounts the collector and limits by itself) is not limited.
 */
export function createRateLimit(perMinute: number, salt: () => Uint8Array): RateLimit {
  const known = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  const unknown = new RateLimiterMemory({
    points: Math.min(perMinute, UNKNOWN_KEY_REQUESTS),
    duration: WINDOW_SECONDS,
  });
  const place = (text: string): string =>
    String(createHash("sha256").update(salt()).update(text).digest().readUInt32BE(0) % PLACES);
  return {
    async take(caller) {
      if (caller.address === null) return;
      const network = networkOf(caller.address);
      try {
        // Guessing keys must not give each guess a budget of its own.
        await (caller.known ? known.consume(place(`${caller.key} ${network}`)) : unknown.consume(place(network)));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        throw new HttpProblem("too-many-requests", "More requests a minute than UPTAKE_RATE_LIMIT allows. Slow down.", {
          retryAfterMs: Math.max(1, error.msBeforeNext),
        });
      }
    },
  };
}

function networkOf(address: string): string {
  return isIPv6(address) && !address.includes(".")
    ? expandGroups(address).slice(0, IPV6_NETWORK_GROUPS).join(":")
    : address;
}

function expandGroups(address: string): readonly string[] {
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").split("::");
  const groups = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));
  if (tail === undefined) return groups(head);
  const missing = Math.max(0, 8 - groups(head).length - groups(tail).length);
  return [...groups(head), ...Array.from({ length: missing }, () => "0"), ...groups(tail)];
}
