import type { Reading } from "../reading/reading.ts";
import { currentSegments } from "../reading/segments.ts";
import { count, type Counting, type Sums } from "./sums.ts";

/**
 * Adds to the numbers of each account in which segments it is, and how many of its people are in each. People who belong to
 * several accounts (`shared`) are left out: {@link countSharedSegments} counts each of them once.
 */
export async function countSegments(
  reading: Reading,
  shared: ReadonlySet<string>,
  counted: ReadonlyMap<string, Counting>,
): Promise<void> {
  const [segments, users] = await Promise.all([currentSegments(reading), reading.users()]);
  for (const [account, own] of segments.account) countIn(own, counted.get(account) ?? {});
  for (const { id, accounts } of users) {
    const [account = ""] = accounts;
    if (!shared.has(id)) countIn(segments.user.get(id) ?? [], counted.get(account) ?? {});
  }
}

/** In which segments those are who belong to several accounts. */
export async function countSharedSegments(reading: Reading, shared: ReadonlySet<string>): Promise<Sums> {
  const sums: Counting = {};
  const { user } = await currentSegments(reading);
  for (const [id, own] of user) if (shared.has(id)) countIn(own, sums);
  return sums;
}

/** Counts somebody in all their segments. A segment is of accounts or of people: one number says both. */
export function countIn(segments: readonly string[], sums: Counting): void {
  for (const segment of segments) count(sums, `segment ${segment}`);
}
