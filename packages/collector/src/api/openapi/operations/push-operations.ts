import type { ComponentName } from "../components.ts";
import { JSON_TYPE, json, READ_PROBLEMS } from "./common.ts";
import type { Operation, Operations } from "./operation.ts";

const pushing = (summary: string, body: ComponentName): Operation => ({
  summary,
  tag: "Push",
  proofs: ["secretKey"],
  body: { [JSON_TYPE]: body, "application/x-ndjson": null },
  replies: json("PushReply", "The lines that hold are stored, the others are named."),
  problems: [...READ_PROBLEMS, "malformed", "too-large", "unsupported-type"],
});

/** What the host's server tells, of `push/`. */
export const PUSH_OPERATIONS: Operations = {
  "PUT /v1/accounts": pushing("Upserts accounts of the roster.", "AccountsPush"),
  "PUT /v1/users": pushing("Upserts people of the roster.", "UsersPush"),
  "PUT /v1/assets": pushing("Upserts assets.", "AssetsPush"),
  "PUT /v1/seats": pushing("Says how many seats of a module an account has bought, and who sits there.", "SeatsPush"),
  "PUT /v1/actions": pushing(
    "Says how often an action was counted in a slot so far; it takes the place of what the same source said before.",
    "ActionsPush",
  ),
  "PUT /v1/usage": pushing(
    "Tells use from before there was a tracker: active time, visits and actions of a person's feature in a slot. Below the watermark (35 days) a row takes the place of what its source said before, above it the greater of both counts. Of two different lines of one batch that tell of the same slot the later is refused: add them up.",
    "UsagePush",
  ),
  "PUT /v1/gauges": pushing("Says what was measured of an account on a day.", "GaugesPush"),
  "PUT /v1/touchpoints": pushing("Upserts contacts with accounts and people.", "TouchpointsPush"),
  "PUT /v1/responses": pushing("Upserts answers to the question for a recommendation, 0 to 10.", "ResponsesPush"),
  "PUT /v1/pillars": pushing("Says how an account is by what the host knows, 0 to 100.", "PillarsPush"),
  "PUT /v1/presence": pushing("Says on which days the host's server has seen somebody.", "PresencePush"),
  "PUT /v1/annotations": pushing("Upserts what happened on a day, to be seen beside the numbers.", "AnnotationsPush"),
  "POST /v1/segment": {
    summary:
      "Takes messages of Segment's specification: identify, group, and track, which counts once for each messageId. A date without a time begins in the workspace's time zone. The secret key may also be the user name of Basic authentication.",
    tag: "Push",
    proofs: ["secretKey", "segment"],
    body: { [JSON_TYPE]: "SegmentRequest" },
    replies: json("SegmentReply", "The messages that hold are stored, the others are named."),
    problems: [...READ_PROBLEMS, "malformed", "too-large", "unsupported-type"],
  },
};
