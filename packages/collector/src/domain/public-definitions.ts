import { compileFeatures, type PublicDefinitions } from "@uptake/tracker/protocol";
import type { CompiledDefinitions } from "./compile-definitions.ts";

/** The part of the definitions that everybody may read: what a tracker needs to measure, and no more. */
export function publicDefinitions(definitions: CompiledDefinitions): PublicDefinitions {
  return {
    version: definitions.version,
    enabled: definitions.enabled,
    idleLimit: definitions.idleLimit,
    ...(definitions.vitals && { vitals: true }),
    ...compileFeatures([...definitions.features.values()]),
  };
}
