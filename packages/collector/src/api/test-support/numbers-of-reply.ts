import { dayOfIsoDate, isoDate } from "../../domain/period/calendar-date.ts";
import type { ExplainReply, FunnelReply, HistoryReply, RetentionReply } from "../contract.ts";

/** What is in a reply that says where it opens. */

export type Row = Readonly<Record<string, unknown>>;
export type Found = readonly [where: string, value: number | null, address: string];

/** Each number in a reply that says where it opens. */
export function numbersOf(reply: Row): readonly Found[] {
  const {
    addresses = {},
    total,
    address,
  } = reply as {
    readonly addresses?: Readonly<Record<string, string>>;
    readonly total?: number | null;
    readonly address?: string | null;
  };
  const rows = (reply["rows"] ?? [reply["account"], reply["user"]].filter(isRow)) as readonly Row[];
  const found: Found[] = [];
  for (const [column, template] of Object.entries(addresses)) {
    const path = column.split(".");
    const isOfReply = template.includes("{") ? path.length > 1 && (path[0] ?? "") in reply : true;
    for (const place of isOfReply ? [reply] : rows) {
      for (const [value, about] of valuesAt(place, path, scalarsOf(reply))) {
        found.push([column, value, expand(template, about)]);
      }
    }
  }
  for (const tile of ["tiles", "metrics"].flatMap((name) => (reply[name] ?? []) as readonly Row[])) {
    found.push([`tile ${tile["number"]}`, tile["value"] as number | null, tile["address"] as string]);
    const previous = tile["previousAddress"] as string | null;
    if (previous !== null) found.push([`before, ${tile["number"]}`, tile["previous"] as number | null, previous]);
  }
  const { goal, newSubscribers = [] } = reply as {
    readonly goal?: { readonly value: number | null; readonly address: string } | null;
    readonly newSubscribers?: readonly { readonly value: number; readonly address: string }[];
  };
  const { steps = [], cohorts = [] } = reply as unknown as Partial<FunnelReply & RetentionReply>;
  for (const { stage, people, percentOfPrevious, address: step, percentAddress } of steps) {
    found.push([stage, people, step]);
    if (percentAddress !== null) found.push([`${stage} of those before`, percentOfPrevious, percentAddress]);
  }
  if (steps.length > 0) {
    found.push(["stillOpen", reply["stillOpen"] as number, reply["stillOpenAddress"] as string]);
  }
  for (const { from, size, address: cohort, cells } of cohorts) {
    found.push([`cohort of ${from}`, size, cohort]);
    for (const { weeksSince, retained, percent, address: cell, percentAddress } of cells) {
      found.push([`week ${weeksSince} of ${from}`, retained, cell]);
      found.push([`percentage of week ${weeksSince} of ${from}`, percent, percentAddress]);
    }
  }
  const { points = [] } = reply as unknown as Partial<HistoryReply>;
  for (const { day, value, address: point } of points) if (point !== null) found.push([`on ${day}`, value, point]);
  if (goal) found.push(["goal", goal.value, goal.address]);
  for (const month of newSubscribers) found.push(["newSubscribers", month.value, month.address]);
  if (address && total !== undefined && total !== null) found.push(["total", total, address]);
  for (const [name, of] of [
    ["totalAddress", "total"],
    ["missingAddress", "missingMs"],
    ["previousAddress", "previousTotal"],
  ] as const) {
    if (typeof reply[name] === "string") found.push([of, reply[of] as number, reply[name]]);
  }
  return found;
}

/**
 * In these a person counts 1, or as long as they waited, and what opens is their own time, or who they are; or a part tells
 * its share of a difference, and what opens is by how much it has changed itself.
 */
const COUNTED: ReadonlySet<string> = new Set([
  "moduleActiveUsers",
  "moduleLiveActiveUsers",
  "eligibleUsers",
  "eligibleUsersBeforeAnswers",
  "milestoneMedianMs",
  "milestoneP90Ms",
  "notAdoptedAccounts",
  "activeMsChange",
  "engagementChange",
]);

/** What an explanation says of other numbers; parts of a score weigh, and are no such numbers. */
export function numbersOfExplanation({ number, rows, terms, excluded }: ExplainReply): readonly Found[] {
  const leftOut = excluded.map(({ what, value, opens = null }) => ({ name: `without ${what}`, value, opens }));
  return [...(COUNTED.has(number.id) ? [] : rows), ...terms, ...leftOut].flatMap(({ name, value, opens, ...row }) =>
    opens === null || value === null || ("kind" in row && row.kind === "part")
      ? []
      : [[`${number.id}: ${name}`, value, opens.address]],
  );
}

function expand(template: string, row: Row): string {
  return template.replace(/\{(\w+)\}/g, (_whole, column: string) => encodeURIComponent(String(row[column])));
}

/** The numbers at a path, each with what its address can name; what is null among several isn't there. */
function valuesAt(
  node: unknown,
  [name, ...rest]: readonly string[],
  about: Row,
): readonly (readonly [value: number | null, about: Row])[] {
  const known = { ...about, ...scalarsOf(node) };
  const child = name === undefined ? node : (node as Row | null)?.[name];
  if (!Array.isArray(child)) {
    return rest.length === 0 ? [[typeof child === "number" ? child : null, known]] : valuesAt(child, rest, known);
  }
  return child.flatMap((element: unknown, index) => {
    if (element === null) return [];
    const of = { ...known, day: isoDate((dayOfIsoDate(String(known["from"])) ?? 0) + index), ...scalarsOf(element) };
    const values = rest.length === 0 ? [[element as number, of] as const] : valuesAt(element, rest, of);
    return values.filter(([value]) => value !== null);
  });
}

function scalarsOf(node: unknown): Row {
  return isRow(node) ? Object.fromEntries(Object.entries(node as Row).filter(([, value]) => !isRow(value))) : {};
}

function isRow(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
