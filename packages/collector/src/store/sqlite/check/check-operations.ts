import type { VerifyFinding } from "../../facts.ts";
import type { Operations } from "../thread-messages.ts";
import { finish } from "./finish.ts";
import type { PieceReader } from "./pieces.ts";
import { verifyInPieces } from "./verify.ts";

/**
 * Everything that a checker thread can be asked, by name: what reads too much for one read transaction.
 * @param between is called between two pieces.
 */
export function createCheckOperations(reader: PieceReader, between: () => void) {
  return {
    verify: (): readonly VerifyFinding[] => finish(verifyInPieces(reader), between),
  } satisfies Operations;
}

/** The questions' names, inputs and answers, for the other side. */
export type CheckOperations = ReturnType<typeof createCheckOperations>;
