import { slotStartMs } from "@uptake/tracker/protocol";
import { HttpProblem } from "../../http/problem.ts";
import type { RemovalReply } from "../contract.ts";
import { readText } from "../query/parameters.ts";
import { isVisible, requireParameter, unknownSubject, type ChangeRequest } from "./change-request.ts";

/**
 * `DELETE /v1/stages?feature=&account=&user=&reason=`: takes a member out of a stage. From the next slot on it takes the
 * whole threshold anew. `DELETE /v1/stages/:feature` does the same, but for features that are called as another address.
 * @throws HttpProblem `invalid-parameter`, or `not-found` for a feature or member that isn't there, for whoever asks.
 */
export async function removeStage({ parameters, path, changer, parts }: ChangeRequest): Promise<Response> {
  const feature = path["feature"] ?? requireParameter(parameters, "feature", "the feature that the stage is one of");
  const account = requireParameter(parameters, "account", "the account that the member belongs to");
  const user = requireParameter(parameters, "user", "the member's user");
  const reason = readText(parameters, "reason", 1_000);
  const { features } = await parts.definitions();
  if (!features.has(feature)) {
    throw new HttpProblem(
      "not-found",
      `There is no feature "${feature.slice(0, 80)}". The definitions have ${[...features.keys()].join(", ")}.`,
    );
  }
  if (!isVisible(changer.scope, account)) throw unknownSubject(account, user);
  const { actor } = changer;
  const removal = await parts.records.removeFromStage({ account, user, feature, actor, reason, atMs: parts.now() });
  if (removal === null) throw unknownSubject(account, user);
  const reply: RemovalReply = {
    account,
    user,
    feature,
    epoch: removal.epoch,
    actor: removal.actor,
    reason: removal.reason,
    at: removal.atMs,
    since: slotStartMs(removal.sinceSlot),
  };
  return Response.json(reply);
}
