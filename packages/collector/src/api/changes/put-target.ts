import type { TargetReply } from "../contract.ts";
import { targetRequest } from "../openapi/module-shapes.ts";
import { isVisible, readBody, unknownSubject, type ChangeRequest } from "./change-request.ts";
import { unknownModule } from "./record-snapshots.ts";

/**
 * `PUT /v1/targets`: sets the target of a module in one account, in place of its definition's.
 * @throws HttpProblem `malformed`, or `not-found` for an account that isn't there, for whoever asks.
 */
export async function putTarget({ request, changer, parts }: ChangeRequest): Promise<Response> {
  const { account, module, targetPercent } = await readBody(request, targetRequest);
  const definitions = await parts.definitions();
  if (!definitions.modules.has(module)) throw unknownModule(module, { definitions });
  if (!isVisible(changer.scope, account)) throw unknownSubject(account, null);
  const target = { account, module, targetPercent };
  const isKnown = await parts.records.putModuleTarget({ ...target, actor: changer.actor, atMs: parts.now() });
  if (!isKnown) throw unknownSubject(account, null);
  const reply: TargetReply = target;
  return Response.json(reply);
}
