import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import type { Reading } from "./reading.ts";

/** Days that are no preset period up to today: days of one's own, or any period as of an earlier day. */
export interface OwnDays {
  /** The last day whose use counts, and as of whose end states are told. */
  readonly lastDay: WorkspaceDay;
  /** Whether that day is over: of the day that is going on everything is told as it is at this moment. */
  readonly isOver: boolean;
  /** As they were asked for; null: all up to `lastDay`. */
  readonly days: DayRange | null;
}

/**
 * Numbers of so many accounts over days of one's own aren't counted while somebody waits: it takes some ten milliseconds an
 * account.
 */
export const MANY_ACCOUNTS = 500;

/** Nothing is kept yet of days of one's own over many accounts; somebody can see to it that they are. */
export class OwnDaysNotKeptError extends Error {
  override readonly name = "OwnDaysNotKeptError";
  readonly ownDays: OwnDays;

  constructor(ownDays: OwnDays) {
    super("nothing is kept of these days yet");
    this.ownDays = ownDays;
  }
}

/**
 * To be called before something is counted of all accounts of a reading.
 * @throws OwnDaysNotKeptError where these are too many, and whoever asks can wait until they are kept.
 */
export function assertCountable({ awaited, scope }: Pick<Reading, "awaited" | "scope">): void {
  if (awaited === null) return;
  if (scope.kind === "all" || scope.accounts.length >= MANY_ACCOUNTS) throw new OwnDaysNotKeptError(awaited);
}
