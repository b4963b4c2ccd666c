import type { ExplainReply } from "./contract.ts";
import type { Dimension, Evidence, NumberDefinition, Subject } from "./numbers/number.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { DIMENSIONS } from "./openapi/explain-shape.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter, readList, readText, readWord } from "./query/parameters.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import { answerList, answerStoredList, type List } from "./tables/list.ts";

const EVIDENCE: List<Evidence> = {
  name: "explain",
  keys: ["kind", "id", "name"],
  sorts: ["name", "value"],
  columns: ["kind", "id", "name", "value", "details", "opens"],
  arrangement: { texts: ({ id, name }) => [name, id], defaultSort: null },
};

/**
 * `GET /v1/explain?number=&account=&user=&feature=&module=&by=`: what a number is made of. It takes the parameters that
 * the number itself was asked with, so what it tells is the same number.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readExplanation(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, EVIDENCE, request.accept);
  const number = readNumber(parameters);
  const subject = readSubject(parameters, number);
  const by = readSplit(parameters, number, subject);
  const reading = await readingOfPeople(request);
  if (reading.isOfSome && number.subjects.includes("module")) {
    const segments = parameters.get("userSegment") ?? "";
    throw invalidParameter("userSegment", segments, "nothing here, since licences of modules are of accounts");
  }
  const { value, terms, rows, stored, excluded } = await number.measure(reading, subject, by);
  const { id, name, unit, kind, formula } = number;
  const head: Omit<ExplainReply, "total" | "rows"> = {
    ...reading.head,
    number: { id, name, unit, kind, formula },
    subject,
    by,
    value,
    terms,
    excluded,
  };
  return stored === undefined
    ? answerList(EVIDENCE, rows, query, head)
    : answerStoredList(EVIDENCE, await stored(query), query, head);
}

/** The number that a request names. */
export function readNumber(parameters: URLSearchParams): NumberDefinition {
  const id = readText(parameters, "number");
  const number = NUMBERS.get(id ?? "");
  if (number === undefined) throw invalidParameter("number", id ?? "", [...NUMBERS.keys()].join(", "));
  return number;
}

/** What the request asks about; parts that the number knows nothing of are refused, not passed over. */
export function readSubject(parameters: URLSearchParams, { id, subjects }: NumberDefinition): Subject {
  const parts = (["account", "user", "feature", "module"] as const).flatMap((part) => {
    // Several accounts are a filter, and no subject.
    const value = part === "account" ? readOnlyOne(parameters, part) : readText(parameters, part);
    if (value === null) return [];
    // Accounts are also a filter of every report.
    if (!subjects.includes(part) && part !== "account") {
      const allowed = subjects.length === 0 ? "none of account, user, feature and module" : subjects.join(", ");
      throw invalidParameter(part, value, `${allowed}, since the number is ${id}`);
    }
    return [[part, value] as const];
  });
  return Object.fromEntries(parts);
}

/** The one entry of a list; null: there is none, or there are several. */
export function readOnlyOne(parameters: URLSearchParams, name: string): string | null {
  const [only = null, second] = readList(parameters, name) ?? [];
  return second === undefined ? only : null;
}

function readSplit(parameters: URLSearchParams, { splits }: NumberDefinition, subject: Subject): Dimension {
  const left = splits.filter((split) => !(split in subject) && (split !== "cell" || subject.account !== undefined));
  const [usual = "cell"] = left;
  const by = readWord(parameters, "by", DIMENSIONS, usual);
  if (by !== usual && !left.includes(by)) throw invalidParameter("by", by, left.join(", "));
  return by;
}
