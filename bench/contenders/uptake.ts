import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  compileFeatures,
  type CollectReply,
  type CollectRequest,
  type PublicDefinitions,
} from "../../packages/tracker/src/protocol/index.ts";
import { STUB } from "../../packages/tracker/src/stub.ts";
import type { Contender } from "../contender.ts";
import { features } from "../host-page.ts";

const folder = new URL("../../packages/collector/dist/browser/", import.meta.url);
const chunks = ["uptake-vitals.js", "uptake-debug.js", "uptake-inspector.js"];
const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures(features.map((feature) => ({ feature, urls: [`/${feature}`] }))),
};

function reply(body: string): CollectReply | null {
  if (body === "") return null;
  const { writers } = JSON.parse(body) as CollectRequest;
  return { now: Date.now(), accepted: writers.map(({ id, seq }) => ({ id, seq })), rejected: [] };
}

const built = () => readFileSync(fileURLToPath(new URL("uptake.js", folder)), "utf8");

/**
 * Our tracker, served with the definitions of the host's features as the collector does.
 * @param script its code without definitions; what is built, unless given.
 */
export function openUptake(script = built()): Contender {
  const code = script.trim();
  const served = code.replace(/\(null\);$/, () => `(${JSON.stringify(definitions)});`);
  if (served === code) throw new Error("[bench] uptake.js does not end as built, so it can't take definitions.");
  const { version } = JSON.parse(
    readFileSync(new URL("../../packages/tracker/package.json", import.meta.url), "utf8"),
  ) as { version: string };
  const others = chunks
    .map((name) => ({ name, file: new URL(name, folder) }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => ({ name, code: readFileSync(file, "utf8").trim() }));
  return {
    name: "Uptake",
    version,
    parts: [{ name: "uptake.js", code }, { name: "stub", code: STUB }, ...others],
    tag: { src: "/uptake.js?key=pk_bench", attributes: { "data-account": "acme", "data-user": "u_1" } },
    scripts: new Map([["/uptake.js", served]]),
    reply,
  };
}
