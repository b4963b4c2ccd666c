import type { FeatureGroups } from "../feature-view.ts";
import type { Language } from "../messages/language.ts";
import { FeatureItem } from "./feature-item.tsx";

interface GroupsProps {
  readonly groups: FeatureGroups;
  readonly language: Language;
}

/** The features: what is under way, what waits, what is done. */
export function Groups({ groups, language }: GroupsProps) {
  const { messages } = language;
  const sections = [
    { kind: "in-progress", title: messages.inProgress, features: groups.inProgress },
    { kind: "untouched", title: messages.untouched, features: groups.untouched },
    { kind: "adopted", title: messages.adopted, features: groups.adopted },
  ];
  return sections
    .filter(({ features }) => features.length > 0)
    .map(({ kind, title, features }) => (
      <div key={kind} class="group">
        <h3 class="group-title" part="group-title">
          {title}
        </h3>
        <ul class={`list ${kind}`} role="list">
          {features.map((feature) => (
            <FeatureItem key={feature.feature} view={feature} language={language} />
          ))}
        </ul>
      </div>
    ));
}
