import type { FeatureView } from "../feature-view.ts";
import type { Language } from "../messages/language.ts";

const SIZE = 40;
const RADIUS = 17;

interface RingProps {
  readonly view: FeatureView;
  readonly language: Language;
}

/** How far a feature is from its threshold. Its parts are SVG attributes, so that no page's CSP can forbid them. */
export function Ring({ view: { name, stage, progressMs, thresholdMs }, language }: RingProps) {
  const { format, messages } = language;
  const doneMs = Math.min(progressMs, thresholdMs);
  const share = thresholdMs > 0 ? doneMs / thresholdMs : 1;
  const circle = { cx: SIZE / 2, cy: SIZE / 2, r: RADIUS, pathLength: 100 };
  return (
    <div
      class="ring"
      part="ring"
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={Math.floor(thresholdMs / 1_000)}
      aria-valuenow={Math.floor(doneMs / 1_000)}
      aria-valuetext={
        stage === "untouched"
          ? messages.notTried
          : messages.spokenTowards(format.spoken(doneMs), format.spoken(thresholdMs))
      }
    >
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
        <circle class="halo" {...circle} />
        <circle class="track" {...circle} />
        {share > 0 && (
          <circle
            class="arc"
            {...circle}
            stroke-dasharray={`${(share * 100).toFixed(2)} 100`}
            transform={`rotate(-90 ${SIZE / 2} ${SIZE / 2})`}
          />
        )}
      </svg>
    </div>
  );
}
