import { JSON_TYPE, json } from "./common.ts";
import type { Operations } from "./operation.ts";

/** Signing in to the dashboard, of `auth/`. */
export const SESSION_OPERATIONS: Operations = {
  "GET /v1/session": {
    summary: "Who is signed in.",
    tag: "Dashboard",
    proofs: ["session"],
    replies: json("SessionReply"),
    problems: ["unauthorized", "not-acceptable"],
  },
  "POST /v1/session": {
    summary: "Signs in, with the token of a sign-in link.",
    tag: "Dashboard",
    body: { [JSON_TYPE]: "SessionRequest" },
    replies: json("SessionReply", "A cookie holds the session."),
    problems: [
      "malformed",
      "unauthorized",
      "cross-site",
      "unsupported-type",
      "too-large",
      "too-many-requests",
      "not-acceptable",
    ],
  },
  "DELETE /v1/session": {
    summary: "Signs out.",
    tag: "Dashboard",
    replies: { 204: { description: "Nobody is signed in." } },
    problems: ["cross-site", "not-acceptable"],
  },
};
