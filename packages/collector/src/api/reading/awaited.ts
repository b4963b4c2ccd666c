import type { KeptLayer } from "./kept.ts";
import type { OwnDays } from "./own-days.ts";
import type { Reading } from "./reading.ts";

/** What isn't kept yet and will be: the preset periods of a large workspace, or days of one's own. */
export type Awaited = OwnDays | "presets";

/** For what whoever asks can wait, since somebody sees to it that it is kept. */
export interface CanAwait {
  readonly presets: boolean;
  readonly ownDays: boolean;
}

export const AWAITS_NOTHING: CanAwait = { presets: false, ownDays: false };

/**
 * Numbers of so many accounts aren't counted while somebody waits: it takes some milliseconds an account, and others wait
 * for the same thread. Days of one's own are kept within as long; all presets take several times that, so that those of
 * somewhat more accounts are sooner counted for the answer.
 */
export const MANY_ACCOUNTS = { ownDays: 500, presets: 2_000 } as const;

/** Nothing is kept yet of what was asked about many accounts; somebody can see to it that it is. */
export class NotKeptError extends Error {
  override readonly name = "NotKeptError";
  readonly awaited: Awaited;
  /** The last layer of days of one's own that is needed, with those before it. */
  readonly needed: KeptLayer;

  constructor(awaited: Awaited, needed: KeptLayer) {
    super("nothing is kept of this yet");
    this.awaited = awaited;
    this.needed = needed;
  }
}

/**
 * To be called before something is counted of all accounts of a reading.
 * @param needed the last layer that would have told it.
 * @throws NotKeptError where these are too many, and whoever asks can wait until it is kept.
 */
export function assertCountable(
  { awaited, scope }: Pick<Reading, "awaited" | "scope">,
  needed: KeptLayer = "people",
): void {
  if (awaited === null) return;
  const many = MANY_ACCOUNTS[awaited === "presets" ? "presets" : "ownDays"];
  if (scope.kind === "all" || scope.accounts.length >= many) {
    // Of some accounts alone nothing is told before all of it is counted.
    throw new NotKeptError(awaited, scope.kind === "all" ? needed : "people");
  }
}
