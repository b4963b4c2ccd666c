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
  /**
   * Actions, ids of `actions`, that make somebody active who has done them, `actionCount` of them together, within the window.
   * @defaultValue none: time on its features alone does
   */
  readonly actions?: readonly string[];
  /** @defaultValue 1 */
  readonly actionCount?: number;
  /**
   * Of a module with features and actions: whether the time or the actions are enough, or both are needed.
   * @defaultValue "any"
   */
  readonly needs?: "any" | "all";
  /**
   * Where its seats come from.
   * @defaultValue `{ kind: "told" }`
   */
  readonly seats?: SeatSource;
  /** Who answers for it: a name or an e-mail address, as screens and files show it. */
  readonly owner?: string;
}

/** Where the seats of a module come from. */
export type SeatSource =
  /** What the host tells of the module: `PUT /v1/seats`. */
  | { readonly kind: "told" }
  /** What it tells of another module, with which it is sold. */
  | { readonly kind: "module"; readonly module: string }
  /** A number among the attributes of the account. */
  | { readonly kind: "attribute"; readonly attribute: string }
  /** Everybody who belongs to the account has one. */
  | { readonly kind: "members" };

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
