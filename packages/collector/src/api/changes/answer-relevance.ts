import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import { HttpProblem } from "../../http/problem.ts";
import type { FeatureRelevanceReply } from "../contract.ts";
import { featureRelevanceRequest } from "../openapi/relevance-shapes.ts";
import { isVisible, readBody, unknownSubject, type ChangeRequest } from "./change-request.ts";

/**
 * `POST /v1/features/:feature/relevance`: says that a feature isn't relevant to a member, or to an account as a whole, and
 * why; or that it is, which takes that back. What stands already is said once.
 * @throws HttpProblem `malformed`, or `not-found` for what isn't there, for whoever asks.
 */
export async function answerRelevance({ request, path, changer, parts }: ChangeRequest): Promise<Response> {
  const { feature = "" } = path;
  const { features } = await parts.definitions();
  if (!features.has(feature) || feature === OTHER_FEATURE) throw unknownFeature(feature, [...features.keys()]);
  const { account, user = null, relevant, reason } = await readBody(request, featureRelevanceRequest);
  if (!relevant && reason === undefined) {
    throw new HttpProblem("malformed", "reason: it is missing. Say why the feature isn't relevant.");
  }
  if (!isVisible(changer.scope, account)) throw unknownSubject(account, user);
  const standing = await parts.records.answerRelevance({
    account,
    user,
    feature,
    reason: relevant ? null : (reason ?? null),
    actor: changer.actor,
    atMs: parts.now(),
  });
  if (standing === null) throw unknownSubject(account, user);
  const { atMs, ...answer } = standing;
  const reply: FeatureRelevanceReply = { ...answer, relevant: answer.reason === null, at: atMs };
  return Response.json(reply);
}

function unknownFeature(feature: string, features: readonly string[]): HttpProblem {
  const known = features.filter((one) => one !== OTHER_FEATURE).join(", ") || "none";
  return new HttpProblem("not-found", `There is no feature "${feature.slice(0, 80)}". The definitions have ${known}.`);
}
