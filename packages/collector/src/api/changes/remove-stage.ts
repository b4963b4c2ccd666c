import { slotOf, slotStartMs } from "@uptake/tracker/protocol";
import { HttpProblem } from "../../http/problem.ts";
import { readText as readBodyText } from "../../http/read-body.ts";
import type { RemovalReply } from "../contract.ts";
import { NO_FILTERS } from "../query/no-filters.ts";
import { invalidParameter, readText } from "../query/parameters.ts";
import { openReading } from "../reading/reading.ts";
import { memberUses } from "../reading/uses.ts";
import { isVisible, requireParameter, unknownSubject, type ChangeParts, type ChangeRequest } from "./change-request.ts";

const MAX_BODY_BYTES = 65_536;

/**
 * `DELETE /v1/stages?feature=&account=&user=&reason=`: takes a member out of a stage. From the next slot on it takes the
 * whole threshold anew. `DELETE /v1/stages/:feature` does the same, but for features that are called as another address.
 * Whoever isn't in it is refused, since all that they would lose is what they have done towards it.
 * @throws HttpProblem `invalid-parameter`, `malformed` for a body, since all of it are parameters, or `not-found` for a feature
 * or member that isn't there, for whoever asks.
 */
export async function removeStage({ request, parameters, path, changer, parts }: ChangeRequest): Promise<Response> {
  await assertNoBody(request);
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
  const member = { account, user, feature };
  const { facts } = parts;
  const [known] = await facts.users({ kind: "only", accounts: [account] }, [user]);
  if (known === undefined) throw unknownSubject(account, user);
  await assertInStage(parts, member);
  const { actor } = changer;
  const removal = await parts.records.removeFromStage({ ...member, actor, reason, atMs: parts.now() });
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

async function assertNoBody(request: Request): Promise<void> {
  if ((await readBodyText(request, MAX_BODY_BYTES)) === "") return;
  throw new HttpProblem(
    "malformed",
    "There is a body, and this address takes none. Send feature, account, user and reason as parameters of the address.",
  );
}

/** A removal that is sent again within its slot is the same one: then they are out already. */
async function assertInStage(
  parts: ChangeParts,
  { account, user, feature }: { readonly account: string; readonly user: string; readonly feature: string },
): Promise<void> {
  const scope = { kind: "only", accounts: [account] } as const;
  const reading = await openReading(parts, scope, { period: "30d", asOf: null, filters: NO_FILTERS });
  const use = (await memberUses(reading)).find((one) => one.user === user && one.feature === feature);
  if (use?.stage === "adopted") return;
  const removals = await parts.records.removals(scope);
  const isSentAgain = removals.some(
    (one) => one.user === user && one.feature === feature && one.sinceSlot > slotOf(parts.now()),
  );
  if (isSentAgain) return;
  const far = use === undefined ? "has not used it" : `is at ${use.progressMs} of ${use.thresholdMs} ms`;
  throw invalidParameter("user", user, `a member who is in the stage ${feature}; this one ${far}`);
}
