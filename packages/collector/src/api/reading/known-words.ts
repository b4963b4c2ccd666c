import type { AccountRow } from "../../store/facts.ts";
import type { AccountFilters } from "../query/account-filters.ts";
import { meantBy } from "../query/meant-by.ts";
import { invalidParameter, noList } from "../query/parameters.ts";
import type { Reading } from "./reading.ts";
import { withinScope } from "./within-scope.ts";

/**
 * Accounts, plans and people that filters name. A word that nobody knows would be shown as nothing at all, and be taken for
 * an answer. Known is what the host has told or a tracker has seen, on whatever day, of accounts that the asker can see:
 * whatever there is beyond these looks like what there isn't.
 */

/** Of the words that a refusal names. */
const SHOWN_WORDS = 50;

/**
 * Refuses accounts of which nobody has heard: named ones are looked up by their ids, however many others there are.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function assertKnownAccounts(
  { facts, scope }: Reading,
  { accounts }: Pick<AccountFilters, "accounts">,
): Promise<void> {
  if (accounts === null) return;
  const found = await facts.accounts({ kind: "only", accounts: withinScope(scope, accounts) });
  const known = new Set(found.map(({ id }) => id));
  const unknown = accounts.find((account) => !known.has(account));
  if (unknown === undefined) return;
  if (unknown.includes(",")) throw noList("account", unknown);
  const meant = accountMeant(unknown, await facts.accounts(scope));
  throw invalidParameter(
    "account",
    unknown,
    `the ids of GET /v1/accounts${meant === null ? "" : `, such as ${meant}`}`,
  );
}

/** The id of whom somebody called by name, or misspelt. */
function accountMeant(word: string, known: readonly AccountRow[]): string | null {
  const lower = word.toLowerCase();
  const named = known.find(({ name }) => name?.toLowerCase() === lower);
  const ids = known.map(({ id }) => id);
  return named?.id ?? meantBy(word, ids);
}

/** What a plan or an assignee is looked up in. */
export interface FoundAccounts {
  /** Whether the filters leave any account. */
  readonly isAnyLeft: boolean;
  /** Whether any of the accounts that are there has a word of its own. */
  isKnown(word: Partial<Pick<AccountFilters, "plans" | "assignees">>): boolean;
}

/**
 * Refuses plans and people who look after accounts of whom nobody has heard. Where each filter has one value, and they leave
 * an account, it has all of them: nothing is looked up.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function assertKnownWords(
  { facts, scope }: Reading,
  { plans, assignees }: Pick<AccountFilters, "plans" | "assignees">,
  { isAnyLeft, isKnown }: FoundAccounts,
): Promise<void> {
  if (isAnyLeft && (plans?.length ?? 0) < 2 && (assignees?.length ?? 0) < 2) return;
  // No plan is one, too: that of accounts of which nobody has told any.
  const newPlans = plans?.filter((plan) => plan !== "" && !isKnown({ plans: [plan] })) ?? [];
  const newPeople = assignees?.filter((assignee) => !isKnown({ assignees: [assignee] })) ?? [];
  if (newPlans.length + newPeople.length === 0) return;
  // An account that isn't there on the day that is looked at has a plan, too.
  const rows = await facts.accounts(scope);
  assertAmong("plan", newPlans, new Set(rows.flatMap(({ plan }) => plan ?? [])));
  assertAmong("assignee", newPeople, new Set(rows.flatMap(({ assignments }) => Object.values(assignments))));
}

function assertAmong(name: string, words: readonly string[], known: ReadonlySet<string>): void {
  const unknown = words.find((word) => !known.has(word));
  if (unknown === undefined) return;
  if (unknown.includes(",")) throw noList(name, unknown);
  const all = [...known].toSorted();
  const meant = meantBy(unknown, all);
  // Of many the one that was meant comes first, since not all are shown.
  const first = meant === null ? all : [meant, ...all.filter((word) => word !== meant)];
  const allowed = first.slice(0, SHOWN_WORDS).join(", ");
  throw invalidParameter(name, unknown, allowed === "" ? "none, since none is told" : allowed);
}
