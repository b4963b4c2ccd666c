import { JSON_TYPE, KEY_PROBLEMS } from "./common.ts";
import type { Operation, Operations } from "./operation.ts";

const script = (summary: string): Operation => ({
  summary,
  tag: "Trackers",
  replies: {
    200: { description: "The script, with an ETag.", types: { "text/javascript": null } },
    304: { description: "It is the one that the caller has." },
  },
  problems: ["not-built"],
});

/** Scripts and pages, of `http/`. */
export const FILE_OPERATIONS: Operations = {
  "GET /uptake.js": {
    ...script("The tracker and the workspace's definitions in one file."),
    proofs: ["publicKey"],
    problems: [...KEY_PROBLEMS, "not-built"],
  },
  "GET /uptake-widget.js": script("The widget."),
  "GET /uptake-vitals.js": script("The tracker's part for web vitals."),
  "GET /uptake-debug.js": script("The tracker's part for explanations."),
  "GET /uptake-inspector.js": script("The tracker's part that proposes rules for what somebody points at."),
  "GET /v/:version/:name": {
    summary: "A script that never changes, or integrity.json with the hashes of all.",
    tag: "Trackers",
    replies: {
      200: { description: "The file.", types: { "text/javascript": null, [JSON_TYPE]: "Integrity" } },
      304: { description: "It is the one that the caller has." },
    },
    problems: ["not-found", "not-built"],
  },
  "GET /": page("The dashboard."),
  "GET /dashboard/:name": {
    summary: "The dashboard's own files.",
    tag: "Dashboard",
    replies: { 200: { description: "The file.", types: { "text/javascript": null, "text/css": null } } },
    problems: ["not-found"],
  },
};

function page(summary: string): Operation {
  return {
    summary,
    tag: "Dashboard",
    replies: { 200: { description: "A page.", types: { "text/html": null } } },
    problems: ["not-built"],
  };
}
