import type { CellRow } from "../store/cells-question.ts";
import type { Facts } from "../store/facts.ts";

const CELLS_PER_PAGE = 1_000;

/** What an account counted on a day, cell by cell. */
export async function readCellsOfDay(
  facts: Pick<Facts, "cells">,
  account: string,
  day: number,
): Promise<readonly CellRow[]> {
  const scope = { kind: "only", accounts: [account] } as const;
  const cells: CellRow[] = [];
  for (;;) {
    const page = { scope, account, days: { from: day, to: day }, limit: CELLS_PER_PAGE, offset: cells.length };
    const { rows } = await facts.cells(page);
    cells.push(...rows);
    if (rows.length < CELLS_PER_PAGE) return cells;
  }
}
