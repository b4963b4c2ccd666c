/** Where somebody wanted to be before they had to sign in. Kept for the browser, since the link opens another tab. */
export interface ReturnAddress {
  /** Remembers a path with its query. */
  remember(address: string, nowMs: number): void;
  /** The address remembered within the last hour, once; else null. */
  take(nowMs: number): string | null;
}

const KEY = "uptake:return-address";
const KEPT_MS = 3_600_000;

/** Keeps the address in `storage`, the browser's localStorage. A storage that refuses keeps nothing. */
export function createReturnAddress(storage: Storage): ReturnAddress {
  return {
    remember: (address, nowMs) => {
      if (!isOwnView(address)) return;
      try {
        storage.setItem(KEY, JSON.stringify({ address, atMs: nowMs }));
      } catch {
        // Full or forbidden storage: the person starts at the first screen.
      }
    },
    take: (nowMs) => {
      try {
        const { address, atMs } = JSON.parse(storage.getItem(KEY) ?? "{}") as { address?: unknown; atMs?: unknown };
        storage.removeItem(KEY);
        if (typeof address !== "string" || typeof atMs !== "number" || nowMs - atMs > KEPT_MS) return null;
        return isOwnView(address) ? address : null;
      } catch {
        return null;
      }
    },
  };
}

/** Only views of this dashboard: what is read back from storage must never lead to another origin. */
function isOwnView(address: string): boolean {
  return /^\/(accounts|features)(\?|$)/.test(address);
}
