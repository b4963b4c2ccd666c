import { JSON_TYPE, json } from "./common.ts";
import type { Operations } from "./operation.ts";

/** What whoever runs the collector asks, of `ops/`; and the document itself. */
export const OPS_OPERATIONS: Operations = {
  "GET /healthz": {
    summary: "Whether the process answers.",
    tag: "Operations",
    replies: json("Status", "It does."),
    problems: [],
  },
  "GET /readyz": {
    summary: "Whether the collector can take cells; else 503 with a reason.",
    tag: "Operations",
    replies: json("Status", "It can."),
    problems: [],
  },
  "GET /metrics": {
    summary:
      "What became of cells and requests, for Prometheus. This machine itself needs no key, unless a proxy is set.",
    tag: "Operations",
    proofs: ["secretKey"],
    replies: { 200: { description: "Samples.", types: { "text/plain": null } } },
    problems: ["unauthorized", "unknown-key", "scope-missing", "secret-in-browser"],
  },
  "GET /openapi.json": {
    summary: "This document.",
    tag: "Operations",
    replies: {
      200: { description: "OpenAPI 3.1.", types: { [JSON_TYPE]: null } },
      304: { description: "It is the one that the caller has." },
    },
    problems: ["not-acceptable"],
  },
};
