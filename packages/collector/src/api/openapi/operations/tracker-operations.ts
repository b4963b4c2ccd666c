import { JSON_TYPE, json, KEY_PROBLEMS } from "./common.ts";
import type { Operations } from "./operation.ts";

/** What trackers ask, of `ingest/`. */
export const TRACKER_OPERATIONS: Operations = {
  "POST /v1/collect": {
    summary: "Merges cells by the maximum of each counter, and answers when they are on disk.",
    tag: "Trackers",
    proofs: ["publicKey"],
    body: { "text/plain": "CollectRequest", [JSON_TYPE]: "CollectRequest" },
    replies: json("CollectReply", "What is accepted is on disk; what is refused is named with its reason."),
    problems: [...KEY_PROBLEMS, "malformed", "length-required", "too-large", "unsupported-type", "too-many-requests"],
  },
  "GET /v1/definitions": {
    summary: "What a tracker needs to measure.",
    tag: "Trackers",
    proofs: ["publicKey"],
    replies: {
      ...json("PublicDefinitions", "The definitions, with an ETag."),
      304: { description: "They are the ones that the caller has." },
    },
    problems: [...KEY_PROBLEMS, "not-acceptable"],
  },
};
