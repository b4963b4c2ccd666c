import type { DurationParts } from "../format.ts";

/** Every word that the widget says. One file beside this one per language; each receives formatted numbers and dates. */
export interface Messages {
  readonly title: string;
  readonly loading: string;
  /** "3 of 9 features adopted" */
  summary(adopted: number, features: number): string;
  readonly inProgress: string;
  readonly untouched: string;
  readonly adopted: string;
  readonly milestones: string;
  /** "4 of 7 min"; both in minutes, or in minutes and seconds: "0:45 of 1:30 min" */
  towards(done: string, goal: string): string;
  /** What a screen reader hears of a ring: "4 minutes 12 seconds of 7 minutes". */
  spokenTowards(done: string, goal: string): string;
  readonly notTried: string;
  readonly counting: string;
  adoptedOn(date: string): string;
  readonly adoptedNow: string;
  /** "2 h 14 min", "42 min", "45 s" */
  total(parts: DurationParts): string;
  /** What a screen reader hears: "2 hours 14 minutes in total" */
  spokenTotal(duration: string): string;
  reachedOn(date: string): string;
  readonly reached: string;
  /** Announced when the widget sees it happen. */
  announceAdopted(names: readonly string[], summary: string): string;
  /** Nothing is defined yet. */
  readonly emptyTitle: string;
  readonly emptyText: string;
  /** Nothing has been used yet. */
  readonly freshTitle: string;
  readonly freshText: string;
  readonly unauthorizedTitle: string;
  readonly unauthorizedText: string;
  readonly offlineTitle: string;
  readonly offlineText: string;
  readonly unreachableTitle: string;
  readonly unreachableText: string;
  readonly serverTitle: string;
  readonly serverText: string;
  /** Beside a failure while older numbers are on screen. */
  shownAsOf(moment: string): string;
  readonly retry: string;
  readonly retrying: string;
  /** "Last activity recorded: 14:05" */
  asOf(moment: string): string;
  /** Why nothing is measured: the person doesn't want it, or their browser says so for them. */
  readonly measuringDenied: string;
  /** Nobody has asked the person yet, and the host needs their word. */
  readonly measuringConsent: string;
  /** The host says that the page is opened by its own staff. */
  readonly measuringInternal: string;
  /** The host has switched measuring off for everybody. */
  readonly measuringDisabled: string;
  /** Announced when it is on again. */
  readonly measuringOn: string;
  /** The button beside the first two. */
  readonly allowMeasuring: string;
  readonly stopMeasuring: string;
  /** What stopping means, before it is done. */
  readonly stopMeasuringText: string;
  readonly stopMeasuringConfirm: string;
}
