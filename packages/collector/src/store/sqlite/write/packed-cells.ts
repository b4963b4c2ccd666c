import type { CellWrite } from "../../facts.ts";

/**
 * Cells as they cross to the writer: the values of one after the other, without the names of their fields, and a writer
 * said once for all of its cells that follow each other. It costs both threads half of what the cells themselves do.
 */
export interface PackedCells {
  readonly values: readonly PackedValue[];
  readonly receivedAtMs: number;
}

type PackedValue = string | number | null | RareFields;

/** What most cells have nothing in. */
type RareFields = Pick<CellWrite, "actions" | "name" | "skewMs" | "vitals">;

/** Values of one cell; the first three are null where they are those of the cell before. */
const VALUES_PER_CELL = 11;

export function packCells(cells: readonly CellWrite[], receivedAtMs: number): PackedCells {
  const values: PackedValue[] = [];
  let before: CellWrite | undefined;
  for (const cell of cells) {
    const { account, user, writer, feature, slot, activeMs, visits } = cell;
    if (before?.writer === writer && before.user === user && before.account === account) values.push(null, null, null);
    else values.push(account, user, writer);
    values.push(feature, slot, activeMs[0], activeMs[1], activeMs[2], activeMs[3], visits, rareFields(cell));
    before = cell;
  }
  return { values, receivedAtMs };
}

export function unpackCells({ values }: PackedCells): readonly CellWrite[] {
  const cells: CellWrite[] = [];
  let [account, user, writer] = ["", "", ""];
  for (let at = 0; at < values.length; at += VALUES_PER_CELL) {
    if (values[at] !== null) {
      account = values[at] as string;
      user = values[at + 1] as string;
      writer = values[at + 2] as string;
    }
    const cell = {
      account,
      user,
      writer,
      feature: values[at + 3] as string,
      slot: values[at + 4] as number,
      activeMs: [values[at + 5], values[at + 6], values[at + 7], values[at + 8]] as unknown as CellWrite["activeMs"],
      visits: values[at + 9] as number,
      actions: NO_ACTIONS,
    };
    const rare = values[at + 10] as RareFields | null;
    cells.push(rare === null ? cell : { ...cell, ...rare });
  }
  return cells;
}

const NO_ACTIONS: CellWrite["actions"] = {};

function rareFields({ actions, name, skewMs, vitals }: CellWrite): RareFields | null {
  if (name === undefined && skewMs === undefined && vitals === undefined && isEmpty(actions)) return null;
  return {
    actions,
    ...(name !== undefined && { name }),
    ...(skewMs !== undefined && { skewMs }),
    ...(vitals !== undefined && { vitals }),
  };
}

function isEmpty(actions: CellWrite["actions"]): boolean {
  for (const _ in actions) return false;
  return true;
}
