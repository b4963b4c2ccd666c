import type { Format } from "../format.ts";
import type { Messages } from "./messages.ts";

/** English. */
export function english(format: Format): Messages {
  const { integer, plural, list } = format;
  return {
    title: "Your progress",
    loading: "Loading your progress",
    summary: (adopted, features) =>
      adopted === features && features > 1
        ? `All ${integer(features)} features adopted`
        : `${integer(adopted)} of ${integer(features)} ${plural(features, { one: "feature", other: "features" })} adopted`,
    inProgress: "In progress",
    untouched: "Not started",
    adopted: "Adopted",
    milestones: "Milestones",
    towards: (done, goal) => `${done} of ${goal} min`,
    spokenTowards: (done, goal) => `${done} of ${goal}`,
    notTried: "Not tried yet",
    counting: "counting now",
    adoptedOn: (date) => `Adopted ${date}`,
    adoptedNow: "Adopted just now",
    total: ({ hours, minutes, seconds }) => {
      if (hours > 0) return minutes > 0 ? `${integer(hours)} h ${minutes} min` : `${integer(hours)} h`;
      return minutes > 0 ? `${minutes} min` : `${seconds} s`;
    },
    spokenTotal: (duration) => `${duration} in total`,
    reachedOn: (date) => `Reached ${date}`,
    reached: "Reached",
    announceAdopted: (names, summary) => `You have adopted ${list(names)}. ${summary}.`,
    emptyTitle: "Nothing to show yet",
    emptyText: "As soon as features are set up for your workspace, you’ll see how far you’ve come with each of them.",
    freshTitle: "A fresh start",
    freshText: "Open any feature below. Your first minutes appear here while you work.",
    unauthorizedTitle: "Please sign in again",
    unauthorizedText: "Your session has ended. Sign in again to see your progress.",
    offlineTitle: "You’re offline",
    offlineText: "Your progress will be here when you’re back online.",
    unreachableTitle: "We can’t reach the server",
    unreachableText: "Check your connection, then try again.",
    serverTitle: "Something went wrong on our side",
    serverText: "Your progress is safe. Please try again in a moment.",
    shownAsOf: (moment) => `This is your progress as of ${moment}.`,
    retry: "Try again",
    retrying: "Trying again…",
    asOf: (moment) => `Last activity recorded: ${moment}`,
    measuringDenied: "Measuring is off in this browser, so your progress stands still here.",
    measuringConsent: "Nothing is measured in this browser until you allow it.",
    measuringInternal: "This page isn’t measured: it’s marked as internal.",
    measuringDisabled: "Measuring is switched off for everybody at the moment.",
    measuringOn: "Measuring is on in this browser.",
    allowMeasuring: "Allow measuring",
    stopMeasuring: "Stop measuring in this browser",
    stopMeasuringText:
      "What you do here will no longer count, and what this browser hasn’t sent yet is erased. You can allow it again at any time.",
    stopMeasuringConfirm: "Stop measuring",
  };
}
