import type { FeatureGroups } from "../feature-view.ts";
import type { Language } from "../messages/language.ts";
import { summaryOf } from "./summary.ts";

interface HeaderProps {
  /** Null while nothing is known. */
  readonly groups: FeatureGroups | null;
  readonly language: Language;
}

/** Title, summary, and one segment per feature. */
export function Header({ groups, language }: HeaderProps) {
  const segments =
    groups === null
      ? []
      : [...groups.adopted, ...groups.inProgress, ...groups.untouched].map(({ feature, stage }) => (
          <span key={feature} class={`segment ${stage}`} />
        ));
  return (
    <header class="header" part="header">
      <h2 class="title" part="title" id="title">
        {language.messages.title}
      </h2>
      {groups !== null && segments.length > 0 && (
        <>
          <p class="summary" part="summary">
            {summaryOf(groups, language)}
          </p>
          <div class="segments" aria-hidden="true">
            {segments}
          </div>
        </>
      )}
    </header>
  );
}
