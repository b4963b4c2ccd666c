import { isoDate } from "../../domain/period/calendar-date.ts";
import { HttpProblem } from "../../http/problem.ts";
import type { SnapshotRemovalReply } from "../contract.ts";
import { invalidParameter } from "../query/parameters.ts";
import type { ChangeRequest } from "./change-request.ts";

/**
 * `DELETE /v1/snapshots/:id`: takes back a snapshot that was recorded, or asked for, by mistake, as if nobody had: what was kept
 * before it counts again. The audit log keeps what it said. Scheduled ones stay, since they are what was known then.
 * @throws HttpProblem `invalid-parameter` for a scheduled one, or `not-found` for one that isn't there, for whoever asks.
 */
export async function removeSnapshot({ path, changer, parts }: ChangeRequest): Promise<Response> {
  const { id = "" } = path;
  const { scope, actor } = changer;
  const atMs = parts.now();
  const removal = await parts.records.removeSnapshot({ id, scope, actor, atMs });
  if (removal === null) {
    throw new HttpProblem(
      "not-found",
      `There is no snapshot "${id.slice(0, 80)}", or it was taken back. GET /v1/snapshots lists those there are.`,
    );
  }
  if (removal === "scheduled") {
    throw invalidParameter(
      "id",
      id,
      "snapshots that somebody recorded or asked for. This one was scheduled, and stays; POST /v1/snapshots with its asOf records another one, which takes its place",
    );
  }
  const { module, account, day, kind, active, licensed } = removal;
  const reply: SnapshotRemovalReply = {
    snapshot: id,
    module,
    account,
    day: isoDate(day),
    kind,
    active,
    licensed,
    actor,
    at: atMs,
  };
  return Response.json(reply);
}
