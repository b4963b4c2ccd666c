import { BODY_PROBLEMS, CHANGE_PROBLEMS, JSON_TYPE, json, parameter } from "./common.ts";
import type { Operation, Operations, QueryParameter } from "./operation.ts";

const MEMBER_AND_REASON: readonly QueryParameter[] = [
  { ...parameter("account", "Where the member is."), required: true },
  { ...parameter("user", "Who it is; somebody who is in the stage."), required: true },
  parameter("reason", "Why.", { type: "string", maxLength: 1_000 }),
];
const removal = (summary: string): Operation => ({
  summary,
  tag: "Decide",
  proofs: ["secretKey", "session"],
  replies: json("RemovalReply", "The removal that holds."),
  problems: [...CHANGE_PROBLEMS, "invalid-parameter", "malformed", "too-large"],
});

/** What is decided, of `api/changes/`. */
export const CHANGE_OPERATIONS: Operations = {
  "POST /v1/snapshots": {
    summary:
      "Keeps a module as it is: measured now, or as somebody says. Where that comes to the same again within a day, no other one is kept; else the later one counts.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "SnapshotRequest" },
    replies: {
      201: {
        description: "They are kept, and never changed. Those that somebody recorded, or asked for, can be taken back.",
        types: { [JSON_TYPE]: "SnapshotsTakenReply" },
      },
    },
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "DELETE /v1/snapshots/:id": {
    summary:
      "Takes back a snapshot that was recorded, or asked for, by mistake: what was kept before it counts again. Scheduled ones stay.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    replies: json("SnapshotRemovalReply", "It is gone from every list and number. The audit log keeps what it said."),
    problems: [...CHANGE_PROBLEMS, "invalid-parameter"],
  },
  "PUT /v1/targets": {
    summary: "Sets the target of a module in one account.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "TargetRequest" },
    replies: json("TargetReply", "It holds."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "PUT /v1/premium": {
    summary: "Marks accounts to be watched, or takes their marks away: all of them, or none.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "PremiumRequest" },
    replies: json("PremiumReply", "It holds, until somebody says otherwise, be it the host's server."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "POST /v1/milestones/:id/reset": {
    summary: "Takes back that a milestone is met: it is to be met anew, from the next slot on.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "MilestoneReset" },
    replies: json("MilestoneDecisionReply", "It holds."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "POST /v1/milestones/:id/relevance": {
    summary: "Says that a milestone isn't relevant to a member or account, and why; or that it is.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "MilestoneRelevance" },
    replies: json("MilestoneDecisionReply", "It holds."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "POST /v1/features/:feature/relevance": {
    summary: "Says that a feature isn't relevant to a member or account, and why; or that it is.",
    tag: "Decide",
    proofs: ["secretKey", "session"],
    body: { [JSON_TYPE]: "FeatureRelevance" },
    replies: json("FeatureRelevanceReply", "It stands."),
    problems: [...CHANGE_PROBLEMS, ...BODY_PROBLEMS],
  },
  "DELETE /v1/stages": {
    ...removal("Takes a member out of a stage: from the next slot on it takes the whole threshold anew."),
    query: [{ ...parameter("feature", "Which stage it is."), required: true }, ...MEMBER_AND_REASON],
  },
  "DELETE /v1/stages/:feature": {
    ...removal("As DELETE /v1/stages, which can also name features that are called matrix or nearly."),
    deprecated: true,
    query: MEMBER_AND_REASON,
  },
};
