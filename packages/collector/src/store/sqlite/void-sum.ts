import type { VoidOutcome } from "../facts.ts";
import type { VoidRow } from "./void-rows.ts";
import { addAmounts } from "./write/changes.ts";

/** What a void takes out, counted row by row. */
export interface VoidSum {
  add(row: VoidRow): void;
  addOutcome(outcome: VoidOutcome): void;
  outcome(): VoidOutcome;
}

/** Nothing taken out yet. */
export function createVoidSum(): VoidSum {
  const amounts: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  let [actions, rows] = [0, 0];
  return {
    add(row) {
      rows += 1;
      if ("amounts" in row) addAmounts(amounts, row.amounts);
      else actions += row.count;
    },
    addOutcome(outcome) {
      addAmounts(amounts, [...outcome.activeMs, outcome.visits]);
      actions += outcome.actions;
      rows += outcome.rows;
    },
    outcome: () => ({ activeMs: [amounts[0], amounts[1], amounts[2], amounts[3]], visits: amounts[4], actions, rows }),
  };
}
