import type { ExplainReply } from "../contract.ts";

/** What a number comes to by its list alone. */
export function valueFromList({ number, value, rows, terms, total }: ExplainReply): { readonly value: number | null } {
  const sum = rows.reduce((all, row) => all + (row.value ?? 0), 0);
  switch (number.kind) {
    // Of what nobody knows there is no list.
    case "sum":
      return { value: value === null && total === 0 ? null : sum };
    case "length":
      return { value: value === null && total === 0 ? null : total };
    case "ratio": {
      const [part, whole] = terms;
      // Ratios of several factors have their denominator last.
      const divisor = terms.length > 2 ? terms.at(-1)?.value : whole?.value;
      return { value: divisor ? (100 * (part?.value ?? 0)) / divisor : null };
    }
    case "median": {
      const values = rows.map((row) => row.value ?? 0).toSorted((one, other) => one - other);
      const middle = values.length / 2;
      const [below, above] = [values[Math.ceil(middle) - 1], values[Math.floor(middle)]];
      return { value: below === undefined || above === undefined ? null : (below + above) / 2 };
    }
    case "mean":
      return { value: value === null ? null : sum / total };
    case "roundedMean":
      return { value: value === null ? null : Math.round(sum / total + 1e-9) };
    case "product":
      return { value: value === null ? null : rows.reduce((all, row) => all * (row.value ?? 0), 1) };
    case "largest":
      return { value: value === null ? null : Math.max(...rows.map((row) => row.value ?? 0)) };
    case "needed": {
      const [percent, whole] = [terms[0]?.value ?? null, terms[1]?.value ?? null];
      return { value: percent === null || whole === null ? null : Math.ceil((whole * percent) / 100 - 1e-9) };
    }
    case "parts":
      return { value: value === null ? null : Math.round(sum + 1e-9) };
    case "difference":
      return { value: lessOf(terms) };
    case "shortfall": {
      const difference = lessOf(terms);
      return { value: difference === null ? null : Math.max(0, difference) };
    }
    case "change": {
      const [difference, before] = [lessOf(terms), terms[1]?.value];
      return { value: difference === null || !before ? null : difference / Math.abs(before) };
    }
    case "waiting":
      return { value: afterWaiting(rows, (terms[0]?.value ?? 0) / 100) };
    case "percentile":
      return { value: upTo(rows, (terms[0]?.value ?? 0) / 100) };
  }
}

/** The first term less the second; null: one of them isn't known. */
function lessOf([first, second]: ExplainReply["terms"]): number | null {
  const [one, other] = [first?.value ?? null, second?.value ?? null];
  return one === null || other === null ? null : one - other;
}

/** After how long a share of the rows has got there, by the product of those who were still waiting at each moment. */
function afterWaiting(rows: ExplainReply["rows"], share: number): number | null {
  const waits = rows
    .map(({ value, details }) => ({ ms: value ?? 0, hasMet: details["metAt"] !== null }))
    .toSorted((one, other) => one.ms - other.ms);
  let waiting = 1;
  for (const time of new Set(waits.map(({ ms }) => ms))) {
    const arriving = waits.filter(({ ms, hasMet }) => ms === time && hasMet).length;
    waiting *= 1 - arriving / waits.filter(({ ms }) => ms >= time).length;
    if (arriving > 0 && waiting <= 1 - share + 1e-9) return time;
  }
  return null;
}

/** The smallest amount that a share of what was counted doesn't exceed. */
function upTo(rows: ExplainReply["rows"], share: number): number | null {
  const amounts = rows
    .map(({ value, details }) => ({ count: value ?? 0, amount: Number(details["amount"]) }))
    .toSorted((one, other) => one.amount - other.amount);
  const whole = amounts.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { count, amount } of amounts) {
    seen += count;
    if (count > 0 && seen >= whole * share) return amount;
  }
  return null;
}
