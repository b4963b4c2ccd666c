/** A named set of features: those whose `module` is its id. */
export interface ModuleDefinition {
  readonly name: string;
  readonly description?: string;
  /** Share of licensed users that should be active, 0 to 100. */
  readonly targetPercent?: number;
  /**
   * A user with at least this much active time on the module's features within the window is active in it, milliseconds.
   * @defaultValue 60_000
   */
  readonly activeMs?: number;
  /**
   * Length of the window, days; the day of the snapshot is its last.
   * @defaultValue 30
   */
  readonly windowDays?: number;
}

/** Where a module's adoption stops being critical, is on track, and is near its target. For all modules. */
export interface ModuleStatusDefinition {
  /**
   * Adoption below this is critical, percent.
   * @defaultValue 10
   */
  readonly criticalBelowPercent?: number;
  /**
   * Adoption above this is on track, percent. What is neither needs attention, both ends included.
   * @defaultValue 50
   */
  readonly onTrackAbovePercent?: number;
  /**
   * Adoption below the target by at most this is near it, percentage points.
   * @defaultValue 10
   */
  readonly nearPoints?: number;
}

export const DEFAULT_MODULE_ACTIVE_MS = 60_000;
export const DEFAULT_MODULE_WINDOW_DAYS = 30;

export const DEFAULT_MODULE_STATUS: Required<ModuleStatusDefinition> = {
  criticalBelowPercent: 10,
  onTrackAbovePercent: 50,
  nearPoints: 10,
};
