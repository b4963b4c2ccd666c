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
      if (value === null) return { value: null };
      return { value: number.unit === "points" ? Math.round(sum / total + 1e-9) : sum / total };
    case "parts":
      return { value: value === null ? null : Math.round(sum + 1e-9) };
  }
}
