import type { FeatureGroups } from "../feature-view.ts";
import type { Language } from "../messages/language.ts";
import type { WidgetState } from "../state.ts";
import { failureText } from "./failure-text.ts";
import { measuringText } from "./measuring-text.ts";
import { summaryOf } from "./summary.ts";

interface AnnouncerProps {
  readonly state: WidgetState;
  readonly groups: FeatureGroups;
  readonly language: Language;
}

/** Says politely to a screen reader what changed by itself. It is always there: a live region must exist before it speaks. */
export function Announcer({ state: { celebrated, failure, measuring }, groups, language }: AnnouncerProps) {
  const names = groups.adopted.filter(({ feature }) => celebrated.includes(feature)).map(({ name }) => name);
  const adopted = names.length > 0 ? language.messages.announceAdopted(names, summaryOf(groups, language)) : "";
  const turned = measuring?.turned === true ? measuringText(measuring.status, language) : "";
  return (
    <p class="unseen" role="status">
      {failure === null ? adopted || turned : failureText(failure, language).title}
    </p>
  );
}
