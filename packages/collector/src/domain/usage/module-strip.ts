import type { DayRange, WorkspaceDay } from "../day.ts";
import { daysIn, isWithin, lastDays } from "../period/day-range.ts";
import type { DailySeries } from "./daily-series.ts";
import { groupBy } from "../group-by.ts";

/** How long the timeline of an account is. */
export const MODULE_STRIP_DAYS = 90;

/** What one person did on a feature on a day. */
export interface PersonFeatureDay {
  readonly person: string;
  readonly feature: string;
  readonly day: WorkspaceDay;
  readonly activeMs: number;
  readonly visits: number;
}

/** A custom daily series of the account, such as bandwidth. */
export interface Gauge {
  readonly gauge: string;
  readonly unit: string;
  readonly values: DailySeries;
}

/** What {@link moduleStrip} looks at. */
export interface ModuleStripInputs {
  readonly use: Iterable<PersonFeatureDay>;
  /** The features of each module, in the order of the definitions. A feature may be in several. */
  readonly modules: ReadonlyMap<string, ReadonlySet<string>>;
  readonly gauges: readonly Gauge[];
  /** The strip ends here. */
  readonly until: WorkspaceDay;
  /** First day from which anything is known of the account; null: nothing is. */
  readonly since: WorkspaceDay | null;
}

/** One module on one day. */
export interface ModuleDay {
  /** Sum over its features. */
  readonly activeMs: number;
  /** Distinct people with a visit or active time on any of its features. */
  readonly users: number;
}

/** One row of the timeline. */
export interface ModuleRow {
  readonly module: string;
  /** One per day; null: no data yet on that day. */
  readonly days: readonly (ModuleDay | null)[];
  /** Over the whole strip. */
  readonly activeMs: number;
  /** Distinct people over the whole strip: never the sum of days or features. */
  readonly users: number;
}

/** Modules by day, with the account's own series on the same days. */
export interface ModuleStrip {
  readonly range: DayRange;
  /** Every module, unused ones too. */
  readonly modules: readonly ModuleRow[];
  /** One value per day; null: none was told. A gauge isn't a count, so a missing day is not zero. */
  readonly gauges: readonly {
    readonly gauge: string;
    readonly unit: string;
    readonly days: readonly (number | null)[];
  }[];
}

/**
 * The 90-day timeline of an account, after CustomerSuccessBox: modules rather than single features, and custom data such
 * as bandwidth beside them.
 */
export function moduleStrip({ use, modules, gauges, until, since }: ModuleStripInputs): ModuleStrip {
  const range = lastDays(MODULE_STRIP_DAYS, until);
  const inRange = [...use].filter(({ day }) => isWithin(day, range));
  return {
    range,
    modules: [...modules].map(([module, features]) =>
      moduleRow(
        module,
        inRange.filter(({ feature }) => features.has(feature)),
        range,
        since,
      ),
    ),
    gauges: gauges.map(({ gauge, unit, values }) => ({
      gauge,
      unit,
      days: daysIn(range).map((day) => values.get(day) ?? null),
    })),
  };
}

function moduleRow(
  module: string,
  use: readonly PersonFeatureDay[],
  range: DayRange,
  since: WorkspaceDay | null,
): ModuleRow {
  const byDay = groupBy(use, ({ day }) => day);
  const days = daysIn(range).map((day) => (since === null || day < since ? null : moduleDay(byDay.get(day) ?? [])));
  return { module, days, ...moduleDay(use) };
}

function moduleDay(use: readonly PersonFeatureDay[]): ModuleDay {
  const users = use.filter(({ activeMs, visits }) => activeMs > 0 || visits > 0).map(({ person }) => person);
  return { activeMs: use.reduce((sum, { activeMs }) => sum + activeMs, 0), users: new Set(users).size };
}
