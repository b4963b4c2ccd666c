import { bundlePageScript } from "../bundle.ts";
import type { Contender } from "../contender.ts";

/** What any tracker with our rules can't cost less than: the same requests of the browser, and none of the work. */

/** The name of the one that also stores and sends. */
export const FLOOR = "… and storing";

const floor = async (name: string, script: string): Promise<Contender> => {
  const code = await bundlePageScript(script);
  return {
    name,
    version: "",
    parts: [{ name: `${script}.js`, code }],
    tag: { src: `/${script}.js`, attributes: {} },
    scripts: new Map([[`/${script}.js`, code]]),
    reply: () => ({}),
  };
};

/** It hears what we have to hear, and does nothing about it. */
export const openListening = () => floor("listening alone", "listening");

/** The same, and it stores and sends as often and as much as we do. */
export const openStoring = () => floor(FLOOR, "storing");
