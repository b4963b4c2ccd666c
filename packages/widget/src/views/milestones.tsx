import type { MeMilestone } from "@uptake/tracker/protocol";
import type { Language } from "../messages/language.ts";
import { FlagIcon } from "./icons.tsx";

interface MilestonesProps {
  readonly milestones: readonly MeMilestone[];
  readonly language: Language;
}

/** The milestones, open ones first, in the order of the definitions. */
export function Milestones({ milestones, language }: MilestonesProps) {
  if (milestones.length === 0) return null;
  const ordered = [...milestones.filter(({ met }) => !met), ...milestones.filter(({ met }) => met)];
  return (
    <div class="group">
      <h3 class="group-title" part="group-title">
        {language.messages.milestones}
      </h3>
      <ul class="list milestones" role="list">
        {ordered.map((milestone) => (
          <MilestoneItem key={milestone.milestone} milestone={milestone} language={language} />
        ))}
      </ul>
    </div>
  );
}

interface MilestoneItemProps {
  readonly milestone: MeMilestone;
  readonly language: Language;
}

function MilestoneItem({
  milestone: { name, progress, met, metAt },
  language: { format, messages },
}: MilestoneItemProps) {
  return (
    <li class={met ? "milestone met" : "milestone"} part={met ? "milestone milestone-met" : "milestone"}>
      <span class="milestone-mark">
        <FlagIcon />
      </span>
      <div class="item-text">
        <span class="item-name">{name}</span>
        {met ? (
          <span class="item-detail">
            {metAt === null ? (
              messages.reached
            ) : (
              <time dateTime={new Date(metAt).toISOString()}>{messages.reachedOn(format.date(metAt))}</time>
            )}
          </span>
        ) : (
          <span class="milestone-progress">
            <progress class="bar" part="bar" max={1} value={progress} aria-label={name} />
            <span class="item-detail" aria-hidden="true">
              {format.percent(progress)}
            </span>
          </span>
        )}
      </div>
    </li>
  );
}
