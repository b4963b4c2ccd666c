import { PERIOD_NAMES } from "../../contract.ts";
import { HEALTH_WORDS, OWNERS } from "../../query/account-filters.ts";
import { DEFAULT_LIMIT, LIST_FORMATS, MAX_LIMIT, MAX_SEARCH_LENGTH, type ListShape } from "../../query/list-query.ts";
import type { ComponentName } from "../components.ts";
import { JSON_TYPE, json, parameter, READ_PROBLEMS, severalTimes } from "./common.ts";
import type { Operation, QueryParameter } from "./operation.ts";

/** What all reports of the read API have. */

export const date = { type: "string", format: "date" };
export const flag = { type: "boolean" };
/** What of a report's parameters a door doesn't have, since it would say nothing there. */
export interface ReportShape {
  /** Whether it is over a period; one that isn't is as of a day. @defaultValue true */
  readonly hasPeriod?: boolean;
}

/** Reports of which a period says nothing: they don't take one. */
export const AS_OF_A_DAY: ReportShape = { hasPeriod: false };

const period = (isOfDay: boolean): readonly QueryParameter[] => [
  parameter(
    "period",
    `${isOfDay ? "Of the head alone: the rows are as of a day, asOf." : "Of the metrics."} Unless given, defaultPeriod of the definitions, else the current month.`,
    { enum: PERIOD_NAMES },
  ),
  parameter("from", "First day, with to, in place of a period; today in the workspace's time zone or earlier.", date),
  parameter("to", "Last day.", date),
];
const AS_OF = parameter(
  "asOf",
  "The last day whose use counts, as it is known now, and as of whose end states are told. Unless given: of days of one's own the last one, else today, which is also the last that can be given.",
  date,
);
const FILTERS: readonly QueryParameter[] = [
  severalTimes("account", "Only of this account; given again, of these."),
  {
    ...severalTimes(
      "plan",
      "Only of accounts with this plan; given again, with one of these. Nothing after the equals sign: nobody has told it.",
    ),
    mayBeEmpty: true,
  },
  severalTimes("segment", "Only of accounts in this segment; given again, in one of these."),
  severalTimes(
    "attribute",
    "Only of accounts with this attribute, as country:IN; given again with the same name, with one of these values, else with all of them. Nothing after the colon: nobody has told it.",
  ),
  parameter("role", "The success role that assignee looks at; any unless given."),
  severalTimes("assignee", "Only of accounts that this person looks after; given again, that one of these does."),
  parameter("owner", "Of whoever is signed in, or of nobody.", { enum: OWNERS }),
  severalTimes(
    "health",
    "Only of accounts with this class of health; given again, or with commas between them, with one of these.",
    { enum: HEALTH_WORDS },
  ),
  parameter("premium", "Only of premium accounts, or of others.", flag),
  parameter("churned", "Only of accounts that have left, or of others.", flag),
  parameter(
    "inRoster",
    "Only of accounts of which the host has told, or of others, which were seen in browsers.",
    flag,
  ),
  parameter(
    "silent",
    "Only of accounts that have not left and of which nothing has ever come, from browsers or told as usage or actions, as silentAccounts counts them, or of all others.",
    flag,
  ),
];
/** Over which days, as of when, of which accounts: every number can be asked with these. */
const reportQuery = ({
  hasPeriod = true,
  isOfDay = false,
}: ReportShape & Pick<ListShape<string>, "isOfDay">): readonly QueryParameter[] => [
  ...(hasPeriod ? period(isOfDay) : []),
  AS_OF,
  ...FILTERS,
];
/** Where people are counted. */
export const PEOPLE = severalTimes(
  "userSegment",
  "Only of people in this segment of users, and of the accounts they belong to; given again, in one of these.",
);
/** The names of those. */
export const REPORT_PARAMETERS: ReadonlySet<string> = new Set([...reportQuery({}), PEOPLE].map(({ name }) => name));

export const FORMAT = parameter("format", "Files have the rows alone. The Accept header may say it too.", {
  enum: LIST_FORMATS,
  default: "json",
});
/** A reply that is also a file. */
export const orFile = (reply: ComponentName): Operation["replies"] => ({
  200: { description: "Done.", types: { [JSON_TYPE]: reply, "text/csv": null, "application/x-ndjson": null } },
});
const table = ({ sorts, columns }: ListShape<string>): readonly QueryParameter[] => [
  parameter("search", "A part of a name or id.", { type: "string", maxLength: MAX_SEARCH_LENGTH }),
  parameter("sort", "With - in front: descending.", { enum: sorts.flatMap((sort) => [sort, `-${sort}`]) }),
  parameter("limit", `Rows of a page, ${MAX_LIMIT} at most; files have all of them unless it is given.`, {
    type: "integer",
    minimum: 1,
    default: DEFAULT_LIMIT,
  }),
  parameter("offset", "Rows to leave out.", { type: "integer", minimum: 0, default: 0 }),
  severalTimes(
    "columns",
    "Only this one; given again, or with commas between them, only these, in this order; all unless given. Rows of JSON also have what names them.",
    { enum: columns },
  ),
  FORMAT,
];
/** A report that is a list. */
export const reading = (
  summary: string,
  reply: ComponentName,
  list: ListShape<string>,
  more: readonly QueryParameter[] = [],
  shape: ReportShape = {},
): Operation => ({
  summary,
  tag: "Read",
  proofs: ["secretKey", "session"],
  query: [...more, ...reportQuery({ ...list, ...shape }), ...table(list)],
  replies: orFile(reply),
  problems: [...READ_PROBLEMS, "invalid-parameter"],
});
/** A report that is no list. */
export const report = (
  summary: string,
  reply: ComponentName,
  more: readonly QueryParameter[] = [],
  shape: ReportShape = {},
): Operation => ({
  summary,
  tag: "Read",
  proofs: ["secretKey", "session"],
  query: [...more, ...reportQuery(shape)],
  replies: json(reply),
  problems: [...READ_PROBLEMS, "invalid-parameter"],
});
