import { readAttributes, type AttributeFilter } from "./attribute-filter.ts";
import { readFlag, readText, readTexts, readWord, readWords } from "./parameters.ts";

/** Which accounts a report is about; several filters narrow each other down. */
export interface AccountFilters {
  /** Ids; null: any. */
  readonly accounts: readonly string[] | null;
  /** Any of these plans; an empty one: nobody has told it. */
  readonly plans: readonly string[] | null;
  /** Any of these segments. */
  readonly segments: readonly string[] | null;
  /** All of these attributes; null: any. */
  readonly attributes: readonly AttributeFilter[] | null;
  /** The success role whose assignee is looked at; null: any role. */
  readonly role: string | null;
  /** Any of these people looks after it. */
  readonly assignees: readonly string[] | null;
  /** `mine`: whoever asks has a role in the account; `unassigned`: nobody has. */
  readonly owner: Owner | null;
  /** Any of these classes of health. */
  readonly health: readonly HealthWord[] | null;
  readonly premium: boolean | null;
  readonly churned: boolean | null;
  /** False: accounts that were seen and of which the host hasn't told. */
  readonly inRoster: boolean | null;
  /** True: accounts that have not left and of which nothing has ever come, as `silentAccounts` counts them. */
  readonly silent: boolean | null;
}

export const OWNERS = ["mine", "unassigned", "mine-or-unassigned"] as const;
export type Owner = (typeof OWNERS)[number];

export const HEALTH_WORDS = ["thriving", "healthy", "steady", "struggling", "unknown"] as const;
export type HealthWord = (typeof HEALTH_WORDS)[number];

/**
 * Reads `?account=&plan=&segment=&attribute=&role=&assignee=&owner=&health=&premium=&churned=&inRoster=&silent=`; several
 * accounts, plans, segments, attributes, people and classes are as many parameters.
 * @throws HttpProblem `invalid-parameter`.
 */
export function readAccountFilters(parameters: URLSearchParams): AccountFilters {
  return {
    accounts: readTexts(parameters, "account"),
    plans: readTexts(parameters, "plan"),
    segments: readTexts(parameters, "segment"),
    attributes: readAttributes(parameters, "attribute"),
    role: readText(parameters, "role"),
    assignees: readTexts(parameters, "assignee"),
    owner: readWord(parameters, "owner", OWNERS, null),
    health: readWords(parameters, "health", HEALTH_WORDS),
    premium: readFlag(parameters, "premium"),
    churned: readFlag(parameters, "churned"),
    inRoster: readFlag(parameters, "inRoster"),
    silent: readFlag(parameters, "silent"),
  };
}

/** Whether they leave anything out. */
export function areFiltered(filters: AccountFilters): boolean {
  return Object.values(filters).some((value) => value !== null);
}
