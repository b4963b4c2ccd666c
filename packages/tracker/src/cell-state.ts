import type { ActiveMs, CellState } from "./protocol/index.ts";

/** What tells the cells of one writer apart. */
export function cellKey(cell: { readonly feature: string; readonly slot: number }): string {
  return `${cell.slot} ${cell.feature}`;
}

/** How often an action was counted: its name may be one that objects have from birth. */
export function countOf(cell: Pick<CellState, "actions"> | undefined, action: string): number {
  const { actions = {} } = cell ?? {};
  return Object.hasOwn(actions, action) ? (actions[action] ?? 0) : 0;
}

/** Whether any counter of a cell is above the one in `base`; an absent base is all zeros. */
export function exceeds(cell: CellState, base: CellState | undefined): boolean {
  return (
    base === undefined ||
    cell.visits > base.visits ||
    cell.activeMs.some((ms, index) => ms > (base.activeMs[index] ?? 0)) ||
    Object.entries(cell.actions ?? {}).some(([action, count]) => count > countOf(base, action))
  );
}

/** The same cell with the maximum of each counter, as the collector merges it. */
export function mergeCells(cell: CellState, other: CellState | undefined): CellState {
  if (other === undefined) return cell;
  const actions: Record<string, number> = { ...cell.actions };
  for (const [action, count] of Object.entries(other.actions ?? {}))
    actions[action] = Math.max(countOf(cell, action), count);
  return {
    ...cell,
    activeMs: cell.activeMs.map((ms, index) => Math.max(ms, other.activeMs[index] ?? 0)) as unknown as ActiveMs,
    visits: Math.max(cell.visits, other.visits),
    ...(Object.keys(actions).length > 0 && { actions }),
  };
}
