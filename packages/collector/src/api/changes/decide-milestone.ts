import type { CompiledMilestone } from "../../domain/compile-definitions.ts";
import { HttpProblem } from "../../http/problem.ts";
import type { MilestoneDecision } from "../../store/milestone-records.ts";
import type { MilestoneDecisionReply } from "../contract.ts";
import { relevanceRequest, resetRequest } from "../openapi/milestone-shapes.ts";
import { isVisible, readBody, unknownSubject, type ChangeRequest } from "./change-request.ts";

/**
 * `POST /v1/milestones/:id/reset`: takes back that a milestone is met; it is to be met anew, from the next slot on.
 * @throws HttpProblem `malformed`, or `not-found` for what isn't there, for whoever asks.
 */
export async function resetMilestone(change: ChangeRequest): Promise<Response> {
  const { changer, parts } = change;
  const milestone = await readMilestone(change);
  const { account, user = null } = assertSubject(await readBody(change.request, resetRequest), milestone, change);
  const decision = { account, user, milestone: milestone.milestone, actor: changer.actor, atMs: parts.now() };
  if (!(await parts.records.resetMilestone(decision))) throw unknownSubject(account, user);
  return replyTo(decision, "reset", null);
}

/**
 * `POST /v1/milestones/:id/relevance`: says that a milestone isn't relevant to somebody, and why; or that it is.
 * @throws HttpProblem likewise.
 */
export async function setRelevance(change: ChangeRequest): Promise<Response> {
  const { changer, parts } = change;
  const milestone = await readMilestone(change);
  const body = await readBody(change.request, relevanceRequest);
  const { account, user = null } = assertSubject(body, milestone, change);
  if (!body.relevant && body.reason === undefined) {
    throw new HttpProblem("malformed", "reason: it is missing. Say why the milestone isn't relevant.");
  }
  const reason = body.relevant ? null : (body.reason ?? null);
  const decision = { account, user, milestone: milestone.milestone, actor: changer.actor, atMs: parts.now() };
  if (!(await parts.records.markMilestone({ ...decision, reason }))) throw unknownSubject(account, user);
  return replyTo(decision, body.relevant ? "relevant" : "notRelevant", reason);
}

async function readMilestone({ path, parts }: ChangeRequest): Promise<CompiledMilestone> {
  const { id = "" } = path;
  const { milestones } = await parts.definitions();
  const milestone = milestones.get(id);
  if (milestone !== undefined) return milestone;
  const known = [...milestones.keys()].join(", ") || "none";
  throw new HttpProblem("not-found", `There is no milestone "${id.slice(0, 80)}". The definitions have ${known}.`);
}

function assertSubject<Subject extends { readonly account: string; readonly user?: string }>(
  subject: Subject,
  { milestone, scope }: CompiledMilestone,
  { changer }: ChangeRequest,
): Subject {
  if (scope === "member" && subject.user === undefined) {
    throw new HttpProblem("malformed", `user: it is missing. ${milestone} is a milestone of members.`);
  }
  if (scope === "account" && subject.user !== undefined) {
    throw new HttpProblem("malformed", `user: leave it out. ${milestone} is a milestone of accounts as a whole.`);
  }
  if (!isVisible(changer.scope, subject.account)) throw unknownSubject(subject.account, subject.user ?? null);
  return subject;
}

function replyTo(
  { account, user, milestone, actor, atMs }: MilestoneDecision,
  decision: MilestoneDecisionReply["decision"],
  reason: string | null,
): Response {
  const reply: MilestoneDecisionReply = { milestone, account, user, decision, reason, actor, at: atMs };
  return Response.json(reply);
}
