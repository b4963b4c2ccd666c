import { json } from "./common.ts";
import type { Operations, QueryParameter } from "./operation.ts";

const writer: QueryParameter = {
  name: "writer",
  description: "Also tells this writer's share of each feature, from the same read.",
  schema: { type: "string" },
};

/** What people ask about themselves, of `me/`. */
export const ME_OPERATIONS: Operations = {
  "GET /v1/me": {
    summary: "A person's own record.",
    tag: "People",
    proofs: ["endUser"],
    query: [writer],
    replies: json("MeReply"),
    problems: ["unauthorized", "token-invalid", "token-expired", "not-acceptable"],
  },
};
