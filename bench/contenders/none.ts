import type { Contender } from "../contender.ts";

/** The same page with an empty script instead of a tracker: what is measured there is the page's own. */
export const none: Contender = {
  name: "the page alone",
  version: "",
  parts: [],
  tag: { src: "/empty.js", attributes: {} },
  scripts: new Map([["/empty.js", ""]]),
  reply: () => ({}),
};
