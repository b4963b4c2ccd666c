/** Below it, the difference is what it takes to cross the network. */
const NOTED_SKEW_MS = 60_000;

/** Further off than ten years, by how much says nothing more. */
const MAX_SKEW_MS = 10 * 365 * 86_400_000;

/**
 * By how much a browser's clock was behind this one when it sent a request, in whole ms; null: not by more than 60 s. It is
 * noted and corrects nothing: a writer's slots don't move.
 */
export function notedSkewMs(sentAtMs: number, receivedAtMs: number): number | null {
  const skewMs = Math.round(receivedAtMs - sentAtMs);
  if (Math.abs(skewMs) <= NOTED_SKEW_MS) return null;
  return Math.max(-MAX_SKEW_MS, Math.min(MAX_SKEW_MS, skewMs));
}
