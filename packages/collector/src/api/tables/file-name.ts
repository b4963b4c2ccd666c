import type { ReplyHead } from "../contract.ts";

/** Parts of a name, none of which an operating system or a header reads as something else. */
const OTHER_SIGNS = /[^A-Za-z0-9._-]+/g;
const MAX_WORD_LENGTH = 60;

/** The same list of one account, module, segment or number, by whose id its file is called, too. */
export function listOf<Named extends { readonly name: string }>(list: Named, id: string): Named {
  return { ...list, name: `${list.name}-of-${id.replace(OTHER_SIGNS, "-").slice(0, MAX_WORD_LENGTH)}` };
}

/**
 * The name of a list's file, without its ending: the list and its days, such as `accounts_month_2026-11-01_2026-11-18`, or
 * the one day of which it is, such as `stages_2026-11-18`.
 * @param period null: the reply has none.
 */
export function fileName(
  { name, isOfDay = false }: { readonly name: string; readonly isOfDay?: boolean },
  period: ReplyHead["period"] | null,
): string {
  if (period === null) return name;
  const { from, to, through } = period;
  if (isOfDay) return `${name}_${through}`;
  const asked = period.name === "custom" ? name : `${name}_${period.name}`;
  if (from === null || to === null) return `${asked}_${through}`;
  // A period that goes on ends with the last day that counts, unless it hasn't begun.
  return `${asked}_${from}_${through < to && through >= from ? through : to}`;
}
