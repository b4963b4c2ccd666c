import { formatTable } from "../table.ts";

/** What the collector must come to, beside what it came to. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Absent: printed to compare with. */
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
}

/** Whether a figure keeps its bar; null: it has none. */
export function keepsBar({ value, bar }: Figure): boolean | null {
  if (bar === undefined) return null;
  return "atLeast" in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/** The figures as a table in Markdown. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${rounded(figure.value)} ${figure.unit}`.trim(),
    barText(figure),
  ]);
  return formatTable([["", "measured", "bar"], ...rows]);
}

function barText(figure: Figure): string {
  const { bar } = figure;
  if (bar === undefined) return "";
  const limit = "atLeast" in bar ? `≥ ${rounded(bar.atLeast)}` : `≤ ${rounded(bar.atMost)}`;
  return `${limit}: ${keepsBar(figure) ? "met" : "missed"}`;
}

function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
