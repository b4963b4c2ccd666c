import type { AccountFilters } from "./account-filters.ts";

/** All accounts. */
export const NO_FILTERS: AccountFilters = {
  accounts: null,
  plans: null,
  segments: null,
  attributes: null,
  role: null,
  assignees: null,
  owner: null,
  health: null,
  premium: null,
  churned: null,
  inRoster: null,
  silent: null,
};
