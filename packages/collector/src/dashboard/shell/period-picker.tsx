import type { ReplyHead } from "../../api/contract.ts";
import { useDashboard } from "../dashboard.ts";
import { formatDays } from "../format/time.ts";
import { PERIODS } from "../state/view-state.ts";
import { useView } from "../use-view.ts";

/**
 * Chooses the period that every number is about, and says which days that is. Where the address names none it is the
 * workspace's own, which the first answer tells; until then, and where nothing answers, it is called the default.
 */
export function PeriodPicker() {
  const { head, defaultPeriod } = useDashboard();
  const { state, go } = useView();
  const period = state.period ?? defaultPeriod.value;
  const shown = head.value?.period.name === period ? head.value : null;
  return (
    <div class="period">
      <label class="label" for="period">
        Period
      </label>
      <select
        id="period"
        class="select"
        value={period ?? ""}
        onChange={(event) => {
          const chosen = PERIODS.find(({ name }) => name === event.currentTarget.value);
          if (chosen) go({ period: chosen.name === defaultPeriod.value ? null : chosen.name, page: 1 });
        }}
      >
        {period === null && (
          <option value="" disabled>
            Default
          </option>
        )}
        {PERIODS.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      {/* Empty while the days are on their way: the screen below must not move when they come. */}
      <span class="period-days">{shown && daysOf(shown)}</span>
    </div>
  );
}

function daysOf({ period: { from, to }, timeZone }: ReplyHead): string {
  const days = from !== null && to !== null ? formatDays(from, to) : "Everything received";
  return `${days} · ${timeZone}`;
}
