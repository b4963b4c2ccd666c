import { SLOT_MS, slotOf, type ActiveMs } from "@uptake/tracker/protocol";
import type { BackfillRow } from "../store/facts.ts";
import type { CatalogFeature } from "./catalog.ts";
import type { Random } from "./random.ts";

/** Collects one member's stays in features and cuts them into rows by slot. */
export interface CellSheet {
  /**
   * Adds one stay, which counts as one visit.
   * @param lengthMs from entering to leaving the feature; stays of one member must not overlap.
   * @param attention how much of that is countable time, 0 to 1.
   */
  stay(feature: CatalogFeature, startMs: number, lengthMs: number, attention: number): void;
  /** The rows, in the order of their slots. */
  rows(): readonly BackfillRow[];
}

interface Cell {
  activeMs: ActiveMs;
  visits: number;
  actions: Record<string, number>;
}

const HOUR_MS = 3_600_000;

/** @param calm 0 clicks all the time, 1 reads for long: how much the four idle limits differ. */
export function createCellSheet(account: string, user: string, calm: number, random: Random): CellSheet {
  const cells = new Map<number, Map<string, Cell>>();

  function cellOf(slot: number, feature: string): Cell {
    const features = cells.get(slot) ?? new Map<string, Cell>();
    cells.set(slot, features);
    const cell = features.get(feature) ?? { activeMs: [0, 0, 0, 0], visits: 0, actions: {} };
    features.set(feature, cell);
    return cell;
  }

  return {
    stay({ feature, actions }, startMs, lengthMs, attention) {
      const endMs = startMs + lengthMs;
      for (let pieceMs = startMs; pieceMs < endMs;) {
        const slot = slotOf(pieceMs);
        const pieceEndMs = Math.min(endMs, (slot + 1) * SLOT_MS);
        const cell = cellOf(slot, feature);
        const active = gapsWithinLimits(Math.floor((pieceEndMs - pieceMs) * attention), calm, random);
        cell.activeMs = sumOf(cell.activeMs, active);
        if (pieceMs === startMs) cell.visits += 1;
        for (const { action, countPerHour } of actions) {
          const count = random.count((countPerHour * active[1]) / HOUR_MS);
          if (count > 0) cell.actions[action] = (cell.actions[action] ?? 0) + count;
        }
        pieceMs = pieceEndMs;
      }
    },
    rows: () =>
      [...cells]
        .sort(([slot], [other]) => slot - other)
        .flatMap(([slot, features]) =>
          [...features].map(([feature, { activeMs, visits, actions }]) => ({
            account,
            user,
            feature,
            slot,
            activeMs,
            visits,
            actions,
          })),
        ),
  };
}

function sumOf(one: ActiveMs, other: ActiveMs): ActiveMs {
  return [one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]];
}

/** Splits countable time by the length of its gaps: the shorter the limit, the more of a calm reader's time it loses. */
function gapsWithinLimits(noneMs: number, calm: number, random: Random): ActiveMs {
  const within120sMs = Math.floor(noneMs * (1 - 0.06 * calm * random.next()));
  const within60sMs = Math.floor(within120sMs * (1 - (0.01 + 0.09 * calm) * random.next()));
  const within30sMs = Math.floor(within60sMs * (1 - (0.03 + 0.2 * calm) * random.next()));
  return [within30sMs, within60sMs, within120sMs, noneMs];
}
