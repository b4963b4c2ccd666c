import { LOCALE } from "./locale.ts";

const counts = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** A count with thousands separators: `1,234`. Weighted engagement may have one decimal. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A count with its noun: `1 account`, `1,234 accounts`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
