/** A column of numbers. */
export interface MetricColumn<Column extends string> {
  readonly column: Column;
  readonly label: string;
  /** What it counts, where the pointer rests. */
  readonly hint: string;
  /** Whether it is told by the host's server: then 0 is 0, whatever browsers have sent. */
  readonly isTold?: boolean;
}

/** The four metrics in the order of every screen. */
export const FOUR_METRICS = [
  { column: "assets", label: "Assets", hint: "What was created: workflows, calendars and the like", isTold: true },
  { column: "activeAssets", label: "Active assets", hint: "Assets that are set up and working", isTold: true },
  { column: "engagement", label: "Engagement", hint: "Actions of value in the period" },
  { column: "activeMs", label: "Time spent", hint: "Active time in the period" },
] as const satisfies readonly MetricColumn<string>[];

/** What the features table adds. */
export const FEATURE_METRICS = [
  ...FOUR_METRICS,
  { column: "visits", label: "Visits", hint: "Entries into the feature in the period" },
  { column: "users", label: "People", hint: "People who used it in the period" },
] as const satisfies readonly MetricColumn<string>[];
