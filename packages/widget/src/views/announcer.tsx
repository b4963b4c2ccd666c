import type { Failure } from "../client.ts";
import type { FeatureGroups } from "../feature-view.ts";
import type { Language } from "../messages/language.ts";
import { failureText } from "./failure-text.ts";
import { summaryOf } from "./summary.ts";

interface AnnouncerProps {
  readonly celebrated: readonly string[];
  readonly groups: FeatureGroups;
  readonly failure: Failure | null;
  readonly language: Language;
}

/** Says politely to a screen reader what changed by itself. It is always there: a live region must exist before it speaks. */
export function Announcer({ celebrated, groups, failure, language }: AnnouncerProps) {
  const names = groups.adopted.filter(({ feature }) => celebrated.includes(feature)).map(({ name }) => name);
  const adopted = names.length > 0 ? language.messages.announceAdopted(names, summaryOf(groups, language)) : "";
  return (
    <p class="unseen" role="status">
      {failure === null ? adopted : failureText(failure, language).title}
    </p>
  );
}
