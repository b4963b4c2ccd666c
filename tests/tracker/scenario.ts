import type { Ability, EngineBrowser, Tab } from "./engine.ts";
import type { PageParts, Site } from "./site.ts";
import type { Answering, Reported } from "./subject.ts";
import type { Finding } from "./table.ts";

/** What one person does, and what must be known of it afterwards. */
export interface Scenario {
  readonly name: string;
  readonly family: "time" | "delivery";
  /** `short` ones are part of every run, `full` ones take longer than a developer waits. */
  readonly form: "short" | "full";
  readonly needs: readonly Ability[];
  /** Set where it speaks to our tracker's API, so that no other subject can be put to it. */
  readonly isOurs?: true;
  /** The host's pages. */
  readonly page?: (path: string, site: Site) => PageParts;
  /** Does it, and measures the truth while doing so. */
  run(stage: Stage): Promise<readonly (Finding | null)[]>;
}

/** What a scenario has to play with. */
export interface Stage {
  readonly browser: EngineBrowser;
  readonly site: Site;
  /** Opens one of the site's pages in a tab. */
  open(path: string): Promise<Tab>;
  /** Counts an action in a tab's page. */
  act(tab: Tab, name: string, count?: number): Promise<void>;
  /** Makes the subject send what it has, where it can be asked to. */
  flush(tab: Tab): Promise<void>;
  answer(how: Answering): void;
  reported(idleLimitMs?: number): Reported;
  /**
   * Waits until what is reported is near enough to the truth and stays there, or is known not to come.
   * @returns null for one feature where the subject knows none.
   */
  activeTime(truthMs: number, options?: TimeOptions): Promise<Finding | null>;
  /** The same of an action. */
  actions(name: string, truth: number): Promise<Finding>;
  /** The same of a feature's visits. Null where the subject counts none. */
  visits(feature: string, truth: number): Promise<Finding | null>;
  /**
   * The same of all documents that went away in this browser profile: each must be reported as it had counted itself.
   * @param tab any tab of the site. Null where none did, or the subject can't be asked.
   */
  asCounted(tab: Tab): Promise<Finding | null>;
}

export interface TimeOptions {
  /** The whole active time, unless said. */
  readonly feature?: string;
  /** 60 s, unless said. */
  readonly idleLimitMs?: number;
  /** What may be missing, beside the usual tolerance. */
  readonly mayLoseMs?: number;
}
