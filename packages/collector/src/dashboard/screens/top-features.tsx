import type { FeaturesRow } from "../../api/contract.ts";
import { formatCount } from "../format/count.ts";
import { formatDuration, formatExactMs } from "../format/duration.ts";
import { topFeatures } from "../state/sort-features.ts";

const PLACES = 3;

/** The three most engaged features, whatever the table is sorted by. */
export function TopFeatures({ rows }: { readonly rows: readonly FeaturesRow[] | null }) {
  const top = topFeatures(rows ?? [], PLACES);
  return (
    <section class="panel" aria-labelledby="top-features" aria-busy={rows === null}>
      <div class="panel-head">
        <h2 id="top-features" class="panel-title">
          Top Features
        </h2>
        <p class="panel-note">By engagement in the period</p>
      </div>
      {rows !== null && top.length === 0 ? (
        <p class="panel-empty">No feature was used in this period.</p>
      ) : (
        <ol class="tiles tiles-three">
          {rows === null &&
            Array.from({ length: PLACES }, (_, place) => (
              <li key={place} class="tile">
                <span class="skeleton skeleton-tile" />
              </li>
            ))}
          {top.map((row, index) => (
            <li key={row.feature} class="tile">
              <span class="tile-rank">{index + 1}</span>
              <span class="tile-name">{row.name}</span>
              <span class="tile-value">
                <strong>{formatCount(row.engagement)}</strong> engagement ·{" "}
                <span title={formatExactMs(row.activeMs)}>{formatDuration(row.activeMs)}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
