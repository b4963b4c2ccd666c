import type { RelevanceAnswerRow } from "../store/relevance-answers.ts";
import type { RelevanceReply, RelevanceRow } from "./contract.ts";
import { createNames, type Names } from "./numbers/names.ts";
import { RELEVANCE_SORTS } from "./openapi/relevance-shapes.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter, readFlag, readText } from "./query/parameters.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import { definedFeatures } from "./reading/uses.ts";
import { answerList, type List } from "./tables/list.ts";

export const RELEVANCE_LIST: List<RelevanceRow> = {
  name: "relevance",
  isOfDay: true,
  keys: ["account", "user", "feature"],
  sorts: RELEVANCE_SORTS,
  columns: ["account", "accountName", "user", "name", "feature", "featureName", "relevant", "reason", "actor", "at"],
  arrangement: {
    texts: ({ name, user, accountName, featureName }) => [name, user ?? "", accountName, featureName],
    defaultSort: { by: "at", descending: true },
  },
};

/**
 * `GET /v1/relevance?feature=&user=&relevant=`: what was said last about whom features are relevant to, the newest first. The
 * period says nothing about it.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readRelevance(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, RELEVANCE_LIST, request.accept);
  const relevant = readFlag(parameters, "relevant");
  const user = readText(parameters, "user");
  const feature = readText(parameters, "feature");
  const reading = await readingOf(request);
  const known = definedFeatures(reading).map((one) => one.feature);
  if (feature !== null && !known.includes(feature)) throw invalidParameter("feature", feature, known.join(", "));
  const [answers, names] = await Promise.all([
    reading.records.relevanceAnswers({ scope: reading.scope }),
    createNames(reading),
  ]);
  const rows = answers
    .map((answer) => rowOf(answer, names))
    .filter(
      (row) =>
        known.includes(row.feature) &&
        (relevant ?? row.relevant) === row.relevant &&
        (feature ?? row.feature) === row.feature &&
        (user === null || user === row.user),
    );
  const head: Omit<RelevanceReply, "total" | "rows"> = reading.head;
  return answerList(RELEVANCE_LIST, rows, query, head);
}

function rowOf({ account, user, feature, reason, actor, atMs }: RelevanceAnswerRow, names: Names): RelevanceRow {
  return {
    account,
    accountName: names.of("account", account),
    user,
    name: user === null ? names.of("account", account) : names.of("user", user),
    feature,
    featureName: names.of("feature", feature),
    relevant: reason === null,
    reason,
    actor,
    at: atMs,
  };
}
