import type { WorkspaceDay } from "../domain/day.ts";
import { firstDayOfWeek } from "../domain/period/calendar-date.ts";
import type { ExplainReply } from "./contract.ts";
import { asksTheSameOfAnyDay, numberAddress } from "./number-address.ts";
import type { Dimension, Evidence, Exclusion, NumberDefinition, Subject, Term } from "./numbers/number.ts";
import { measureKnown } from "./numbers/measure-known.ts";
import { LICENSED_USERS } from "./numbers/licensed-users.ts";
import { OVERALL_ADOPTION } from "./numbers/overall-adoption.ts";
import { LIVE_MODULES } from "./numbers/live-modules.ts";
import { MODULE_GAPS } from "./numbers/module-gaps.ts";
import { MODULES } from "./numbers/modules.ts";
import { NEARLY_ACTIVE } from "./numbers/nearly-there.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { DIMENSIONS } from "./openapi/explain-shape.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter, readText, readTexts, readWholeNumber, readWord } from "./query/parameters.ts";
import { readDay } from "./query/report-query.ts";
import { assertKnown } from "./reading/assert-known.ts";
import { assertKnownType } from "./reading/assets-told.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { createUnknownUse } from "./reading/unknown-use.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, answerStoredList, type List, type StoredRows } from "./tables/list.ts";

/** As far as cohorts are shown. */
const MAX_WEEKS = 52;

/** Numbers of licences, and of who has them: these are of accounts, whoever is looked at. */
const OF_LICENCES: ReadonlySet<NumberDefinition> = new Set([
  ...MODULES,
  ...OVERALL_ADOPTION,
  ...LIVE_MODULES,
  ...MODULE_GAPS,
  ...NEARLY_ACTIVE,
  LICENSED_USERS,
]);

type EvidenceRow = ExplainReply["rows"][number];

export const EVIDENCE_LIST: List<Evidence | EvidenceRow> = {
  name: "explain",
  keys: ["kind", "id", "name"],
  sorts: ["name", "value"],
  columns: ["kind", "id", "name", "value", "details", "opens"],
  arrangement: { texts: ({ id, name }) => [name, id], defaultSort: null },
  flat: {
    opens: { names: ["opens"], cells: ({ opens }) => [opens !== null && "address" in opens ? opens.address : null] },
  },
};

/**
 * `GET /v1/explain?number=&account=&user=&feature=&module=&action=&by=`: what a number is made of. It takes the parameters that
 * the number itself was asked with, so what it tells is the same number.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readExplanation(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, EVIDENCE_LIST, request.accept);
  const number = readNumber(parameters);
  const subject = readSubject(parameters, number);
  const by = readSplit(parameters, number, subject);
  const reading = await readingOfPeople(request);
  assertDefined(subject, reading);
  await assertKnown(request, reading, subject);
  await assertKnownType(subject.type ?? null, reading);
  assertOfAccounts(number, reading, parameters);
  const measured = await measureKnown(number, reading, { subject, by }, createUnknownUse(request));
  const { value, terms, rows, stored, excluded, kind = number.kind } = measured;
  const { id, name, unit, formula } = number;
  const withAddress = addressing(parameters, subject, reading.lastDay);
  const head: Omit<ExplainReply, "total" | "rows"> = {
    ...reading.head,
    number: { id, name, unit, kind, formula },
    subject,
    by,
    value,
    terms: terms.map((term) => Object.assign(withAddress(term), { source: term.source ?? null })),
    rowUnit: measured.rowUnit ?? (kind === "length" ? null : number.unit),
    excluded: excluded.map((one) => exclusionReply(one, withAddress)),
  };
  const list = listOf(EVIDENCE_LIST, id);
  return stored === undefined
    ? answerList<Evidence | EvidenceRow>(list, rows, query, head, {
        // There may be many more rows than are shown.
        columns: ["opens"],
        complete: async (some) => some.map(withAddress),
      })
    : answerStoredList(list, addressed(await stored(query), withAddress), query, head);
}

/** Licences are of accounts, so that there is no number of them of some people. */
export function assertOfAccounts(number: NumberDefinition, { isOfSome }: Reading, parameters: URLSearchParams): void {
  if (!isOfSome || !OF_LICENCES.has(number)) return;
  const segments = parameters.get("userSegment") ?? "";
  throw invalidParameter("userSegment", segments, "nothing here, since licences of modules are of accounts");
}

/** Gives what opens its address, in which the account that was asked about stays. */
function addressing(asked: URLSearchParams, { account }: Subject, lastDay: WorkspaceDay) {
  return <Told extends Evidence | Term>(told: Told): Omit<Told, "opens"> & Pick<EvidenceRow, "opens"> => {
    if (told.opens === null) return { ...told, opens: null };
    const { number, asOf = lastDay } = told.opens;
    // On that day these filters would leave others.
    if (asOf < lastDay && !asksTheSameOfAnyDay(asked)) return { ...told, opens: null };
    const subject = { ...(account !== undefined && { account }), ...told.opens.subject };
    const address = numberAddress(asked, { ...told.opens, subject }, lastDay);
    return { ...told, opens: { number, subject, address } };
  };
}

function exclusionReply(
  { what, why, value, opens: reference = null }: Omit<Exclusion, "opens"> & { readonly opens?: Term["opens"] },
  withAddress: ReturnType<typeof addressing>,
): ExplainReply["excluded"][number] {
  // It opens as a term would.
  const { opens } = withAddress<Term>({ name: what, value, unit: "count", opens: reference });
  return { what, why, value, ...(opens !== null && { opens }) };
}

function addressed(stored: StoredRows<Evidence>, withAddress: (row: Evidence) => EvidenceRow): StoredRows<EvidenceRow> {
  return {
    async page(part) {
      const page = await stored.page(part);
      return { ...page, rows: page.rows.map(withAddress) };
    },
  };
}

const SUBJECT_PARTS = [
  "account",
  "user",
  "feature",
  "module",
  "action",
  "per",
  "type",
  "asset",
  "milestone",
  "inSegment",
  "snapshot",
  "cohort",
  "week",
  "gauge",
  "foundDay",
  "peersOf",
] as const satisfies readonly (keyof Subject)[];

/** The number that a request names. */
export function readNumber(parameters: URLSearchParams): NumberDefinition {
  const id = readText(parameters, "number");
  const number = NUMBERS.get(id ?? "");
  if (number === undefined) throw invalidParameter("number", id ?? "", [...NUMBERS.keys()].join(", "));
  return number;
}

/** What the request asks about; parts that the number knows nothing of are refused, not passed over. */
export function readSubject(parameters: URLSearchParams, { id, subjects, requires = [] }: NumberDefinition): Subject {
  const parts = SUBJECT_PARTS.flatMap((part) => {
    // Several accounts are a filter, and no subject.
    const value = part === "account" ? readOnlyOne(parameters, part) : readText(parameters, part);
    if (value === null) return [];
    // Accounts are also a filter of every report.
    if (!subjects.includes(part) && part !== "account") {
      const allowed = subjects.length === 0 ? `none of ${SUBJECT_PARTS.join(", ")}` : subjects.join(", ");
      throw invalidParameter(part, value, `${allowed}, since the number is ${id}`);
    }
    return [[part, value] as const];
  });
  const subject: Subject = Object.fromEntries(parts);
  assertCohort(parameters, subject);
  if (subject.foundDay !== undefined) readDay(parameters, "foundDay");
  const missing = requires.find((part) => subject[part] === undefined);
  if (missing !== undefined) throw invalidParameter(missing, "", `one ${missing}, since the number is ${id}`);
  if (subject.module !== undefined && subject.feature !== undefined) {
    throw invalidParameter("module", subject.module, "no module beside a feature");
  }
  if (subject.asset !== undefined && (subject.account === undefined || subject.type === undefined)) {
    throw invalidParameter("asset", subject.asset, "an asset beside its account and its type");
  }
  return subject;
}

/** A cohort is named by the Monday of its week, and a week of it by how many there are between. */
function assertCohort(parameters: URLSearchParams, { cohort, week }: Subject): void {
  if (cohort !== undefined) {
    const day = readDay(parameters, "cohort") ?? 0;
    if (firstDayOfWeek(day) !== day) throw invalidParameter("cohort", cohort, "a Monday, such as 2026-11-16");
  }
  if (week !== undefined) readWholeNumber(parameters, "week", 0, 0, MAX_WEEKS);
}

/** The value of a parameter that may be given several times; null: there is none, or there are several. */
export function readOnlyOne(parameters: URLSearchParams, name: string): string | null {
  const [only = null, second] = readTexts(parameters, name) ?? [];
  return second === undefined ? only : null;
}

/** Modules, actions, milestones and segments are those of the definitions: of others nothing could be told. */
export function assertDefined({ module, action, per, milestone, inSegment }: Subject, { definitions }: Reading): void {
  for (const [part, id, known] of [
    ["module", module, definitions.modules],
    ["action", action, definitions.actions],
    ["per", per, definitions.actions],
    ["milestone", milestone, definitions.milestones],
    ["inSegment", inSegment, definitions.segments],
  ] as const) {
    if (id === undefined || known.has(id)) continue;
    throw invalidParameter(part, id, [...known.keys()].join(", ") || "nothing: none is defined");
  }
}

function readSplit(parameters: URLSearchParams, { splits }: NumberDefinition, subject: Subject): Dimension {
  const left = splits.filter((split) => !(split in subject) && (split !== "cell" || subject.account !== undefined));
  const [usual = "cell"] = left;
  const by = readWord(parameters, "by", DIMENSIONS, usual);
  if (by !== usual && !left.includes(by)) throw invalidParameter("by", by, left.join(", "));
  return by;
}
