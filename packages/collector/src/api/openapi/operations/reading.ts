import { DEFAULT_PERIOD, PERIOD_NAMES } from "../../contract.ts";
import { OWNERS } from "../../query/account-filters.ts";
import { LIST_FORMATS } from "../../query/list-query.ts";
import type { ComponentName } from "../components.ts";
import { JSON_TYPE, json, parameter, READ_PROBLEMS } from "./common.ts";
import type { Operation, QueryParameter } from "./operation.ts";

/** What all reports of the read API have. */

const date = { type: "string", format: "date" };
export const flag = { type: "boolean" };
/** Over which days, as of when, of which accounts: every number can be asked with these. */
const REPORT: readonly QueryParameter[] = [
  parameter("period", "Of the metrics.", { enum: PERIOD_NAMES, default: DEFAULT_PERIOD }),
  parameter("from", "First day, with to, in place of a period.", date),
  parameter("to", "Last day.", date),
  parameter("asOf", "The last day whose use counts, as it is known now; today unless given.", date),
  parameter("account", "Only of these accounts, with commas between them."),
  parameter("plan", "Only of accounts with one of these plans."),
  parameter("segment", "Only of accounts in one of these segments."),
  parameter("role", "The success role that assignee looks at; any unless given."),
  parameter("assignee", "Only of accounts that this person looks after."),
  parameter("owner", "Of whoever is signed in, or of nobody.", { enum: OWNERS }),
  parameter("health", "Only of accounts with one of these classes of health."),
  parameter("premium", "Only of premium accounts, or of others.", flag),
  parameter("churned", "Only of accounts that have left, or of others.", flag),
  parameter(
    "inRoster",
    "Only of accounts of which the host has told, or of others, which were seen in browsers.",
    flag,
  ),
];
const table = (sorts: readonly string[]): readonly QueryParameter[] => [
  parameter("search", "A part of a name or id.", { type: "string", maxLength: 200 }),
  parameter("sort", "With - in front: descending.", { enum: sorts.flatMap((sort) => [sort, `-${sort}`]) }),
  parameter("limit", "Rows of a page; files have all of them unless it is given.", {
    type: "integer",
    minimum: 1,
    default: 100,
  }),
  parameter("offset", "Rows to leave out.", { type: "integer", minimum: 0, default: 0 }),
  parameter("columns", "Only these, in this order, with commas between them; all unless given."),
  parameter("format", "Files have the rows alone. The Accept header may say it too.", {
    enum: LIST_FORMATS,
    default: "json",
  }),
];
/** Where people are counted. */
export const PEOPLE = parameter(
  "userSegment",
  "Only of people in one of these segments of users, with commas between them, and of the accounts they belong to.",
);
/** A report that is a list. */
export const reading = (
  summary: string,
  reply: ComponentName,
  sorts: readonly string[],
  more: readonly QueryParameter[] = [],
): Operation => ({
  summary,
  tag: "Read",
  proofs: ["secretKey", "session"],
  query: [...more, ...REPORT, ...table(sorts)],
  replies: {
    200: { description: "Done.", types: { [JSON_TYPE]: reply, "text/csv": null, "application/x-ndjson": null } },
  },
  problems: [...READ_PROBLEMS, "invalid-parameter"],
});
/** A report that is no list. */
export const report = (summary: string, reply: ComponentName, more: readonly QueryParameter[] = []): Operation => ({
  summary,
  tag: "Read",
  proofs: ["secretKey", "session"],
  query: [...more, ...REPORT],
  replies: json(reply),
  problems: [...READ_PROBLEMS, "invalid-parameter"],
});
