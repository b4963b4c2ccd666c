import type { PremiumReply } from "../contract.ts";
import { premiumRequest } from "../openapi/account-shapes.ts";
import { isVisible, readBody, unknownSubject, type ChangeRequest } from "./change-request.ts";

/**
 * `PUT /v1/premium`: marks accounts to be watched, or takes their marks away; all of them, or none. The host's server may
 * tell the same mark with `PUT /v1/accounts`: whoever says it last holds.
 * @throws HttpProblem `malformed`, or `not-found` for an account that isn't there, for whoever asks.
 */
export async function markPremium({ request, changer, parts }: ChangeRequest): Promise<Response> {
  const { accounts, premium } = await readBody(request, premiumRequest);
  const { scope, actor } = changer;
  const hidden = accounts.find((account) => !isVisible(scope, account));
  if (hidden !== undefined) throw unknownSubject(hidden, null);
  const [unknown] = await parts.records.markPremium({ accounts, premium, actor, atMs: parts.now() });
  if (unknown !== undefined) throw unknownSubject(unknown, null);
  const reply: PremiumReply = { accounts: [...new Set(accounts)], premium };
  return Response.json(reply);
}
