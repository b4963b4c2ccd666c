import { compileDefinitions, type CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { RecordQuestions } from "../store/records.ts";

/** The stored definitions, read each time and compiled once a version; empty ones of version 0 before the first. */
export function createDefinitionsMemory(
  records: Pick<RecordQuestions, "definitions">,
): () => Promise<CompiledDefinitions> {
  let known: CompiledDefinitions | null = null;
  return async () => {
    const { definitions, version } = (await records.definitions()) ?? { definitions: { features: {} }, version: 0 };
    if (known?.version !== version) known = compileDefinitions(definitions, version);
    return known;
  };
}
