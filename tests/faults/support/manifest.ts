import type { WriterState } from "../../../packages/tracker/src/protocol/index.ts";
import { differences, outOfBounds } from "./differences.ts";
import { createModel, type Model, type Totals } from "./model.ts";
import { utcDayKey } from "./totals-keys.ts";

/**
 * What was sent, and what of it was acknowledged: for each cell the highest state of both. What a collector holds lies
 * between the two, whatever happened to it. Its days are UTC's.
 */
export interface Manifest {
  /** Call before the request leaves. */
  sent(writer: WriterState): void;
  /** Call when the reply names the writer and its number. */
  acknowledged(writer: WriterState): void;
  /** Everything stored that is less than what was acknowledged, or more than what was sent. */
  violations(stored: Totals): readonly string[];
  /** Everything stored that is not exactly what was sent. */
  differences(stored: Totals): readonly string[];
}

/** An empty one. */
export function createManifest(): Manifest {
  const [sent, acknowledged] = [createModel(), createModel()];
  return {
    sent: (writer) => mergeWriter(sent, writer),
    acknowledged: (writer) => mergeWriter(acknowledged, writer),
    violations: (stored) => outOfBounds(acknowledged.totals(utcDayKey), stored, sent.totals(utcDayKey)),
    differences: (stored) => differences(sent.totals(utcDayKey), stored),
  };
}

/** Takes all cells of a writer into a model. */
export function mergeWriter(model: Model, { id, account, user, cells }: WriterState): void {
  for (const cell of cells) model.merge({ account, user, writer: id, feature: cell.feature, slot: cell.slot }, cell);
}
