import { createHash } from "node:crypto";
import type { Definitions } from "../domain/definitions/definitions.ts";
import type { Records } from "../store/records.ts";

/** What became of the definitions that the host gave. */
export type DefinitionsOutcome =
  | { readonly kind: "applied" | "unchanged"; readonly version: number }
  /** What is stored was edited on screen since, and stays. */
  | { readonly kind: "kept"; readonly version: number }
  /** None were given. `version` is null where none are stored either. */
  | { readonly kind: "none"; readonly version: number | null };

/**
 * Stores definitions as the next version, if none are stored, or if they differ from the ones last applied and nothing
 * was edited on screen since. What they are is compared, not how their file is written.
 */
export async function applyDefinitions(
  definitions: Definitions | null,
  records: Records,
  nowMs: number,
): Promise<DefinitionsOutcome> {
  const stored = await records.definitions();
  if (definitions === null) return { kind: "none", version: stored?.version ?? null };
  const fileHash = createHash("sha256").update(JSON.stringify(definitions)).digest("hex");
  if (stored !== null && stored.fileHash === null) return { kind: "kept", version: stored.version };
  if (stored !== null && stored.fileHash === fileHash) return { kind: "unchanged", version: stored.version };
  const { version } = await records.applyDefinitions({ definitions, fileHash, appliedAtMs: nowMs });
  await records.audit({ atMs: nowMs, actor: "file", action: "definitions.applied", subject: String(version) });
  return { kind: "applied", version };
}
