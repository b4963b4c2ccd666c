/** One line of the table: what was true, and what was reported of it. */
export interface Finding {
  /** Which part, where a scenario has several: a feature's active time, a count. Empty for the whole active time. */
  readonly what: string;
  /** `s`: the numbers are ms, shown in seconds. `count`: they are shown as they are. */
  readonly unit: "s" | "count";
  readonly truth: number;
  readonly reported: number;
  /** How far `reported` may lie below and above the truth, in the same unit. */
  readonly below: number;
  readonly above: number;
}

/** A scenario's outcome with one engine and one subject. */
export interface Outcome {
  readonly scenario: string;
  readonly engine: string;
  readonly subject: string;
  /** Null where the engine can't do what the scenario asks for. */
  readonly findings: readonly Finding[] | null;
  /** Why there are no findings although it can. */
  readonly failure?: string;
}

/** Whether the report is as near to the truth as it has to be. */
export function isRight({ truth, reported, below, above }: Finding): boolean {
  return reported >= truth - below && reported <= truth + above;
}

const show = (value: number, unit: Finding["unit"]) => {
  if (unit === "count") return String(value);
  const seconds = (value / 1000).toFixed(2);
  return seconds === "-0.00" ? "0.00" : seconds;
};
const head = ["scenario", "engine", "subject", "truth s", "reported s", "difference", "verdict"];

function lines({ scenario, engine, subject, findings, failure }: Outcome): string[][] {
  if (failure !== undefined) return [[scenario, engine, subject, "", "", "", `failed: ${failure}`]];
  if (findings === null) return [[scenario, engine, subject, "", "", "", "not possible here"]];
  return findings.map((finding) => {
    const { what, unit, truth, reported } = finding;
    const difference = show(reported - truth, unit);
    const name = what === "" ? scenario : `${scenario}: ${what}`;
    const verdict = isRight(finding) ? "right" : "WRONG";
    return [name, engine, subject, show(truth, unit), show(reported, unit), difference, verdict];
  });
}

/** The outcomes as a Markdown table, which is one on a terminal too. */
export function formatTable(outcomes: readonly Outcome[]): string {
  const rows = [head, ...outcomes.flatMap(lines)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number) => column >= 3 && column <= 5;
  const [top, ...rest] = rows.map(
    (row) =>
      `| ${row.map((text, column) => (isNumber(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0))).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width, column) => (isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  return [top, rule, ...rest].join("\n");
}
