import type { FeatureView } from "../feature-view.ts";
import { durationParts } from "../format.ts";
import type { Language } from "../messages/language.ts";
import { CheckIcon } from "./icons.tsx";
import { Ring } from "./ring.tsx";

interface FeatureItemProps {
  readonly view: FeatureView;
  readonly language: Language;
}

/** One feature: a ring on its way, a tick when it is adopted. The exact number behind the words is in `data-active-ms`. */
export function FeatureItem({ view, language }: FeatureItemProps) {
  const { messages } = language;
  const classes = ["item", view.stage, view.celebrated && "celebrated", view.counting && "counting"];
  return (
    <li
      class={classes.filter(Boolean).join(" ")}
      part={`feature feature-${view.stage}`}
      data-feature={view.feature}
      data-active-ms={view.activeMs}
    >
      {view.stage === "adopted" ? (
        <span class="badge">
          <CheckIcon />
        </span>
      ) : (
        <Ring view={view} language={language} />
      )}
      <div class="item-text">
        <span class="item-name">{view.name}</span>
        {view.stage !== "untouched" && (
          <span class="item-detail">
            {view.stage === "adopted" ? <Adopted {...{ view, language }} /> : <Tried {...{ view, language }} />}
            {view.counting && <span class="unseen">, {messages.counting}</span>}
          </span>
        )}
      </div>
    </li>
  );
}

function Tried({ view: { progressMs, thresholdMs }, language: { format, messages } }: FeatureItemProps) {
  const { done, goal } = format.towards(Math.min(progressMs, thresholdMs), thresholdMs);
  return <>{messages.towards(done, goal)}</>;
}

function Adopted({ view, language: { format, messages } }: FeatureItemProps) {
  const { adoptedAt } = view;
  return (
    <>
      {adoptedAt === null ? (
        messages.adoptedNow
      ) : (
        <time dateTime={new Date(adoptedAt).toISOString()}>{messages.adoptedOn(format.date(adoptedAt))}</time>
      )}
      <span class="dot" aria-hidden="true">
        {" · "}
      </span>
      <span class="item-total" aria-hidden="true">
        {messages.total(durationParts(view.activeMs))}
      </span>
      <span class="unseen">{messages.spokenTotal(format.spoken(view.activeMs))}</span>
    </>
  );
}
