import type { FeatureGroups } from "../feature-view.ts";
import type { Language } from "../messages/language.ts";

/** "3 of 9 features adopted" */
export function summaryOf({ inProgress, untouched, adopted }: FeatureGroups, { messages }: Language): string {
  return messages.summary(adopted.length, inProgress.length + untouched.length + adopted.length);
}
