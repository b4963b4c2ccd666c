import type { Definitions } from "../../../packages/collector/src/domain/definitions/definitions.ts";
import type { Random } from "../../../packages/collector/src/demo/random.ts";
import {
  MAX_VISITS_PER_SLOT,
  SLOT_MS,
  slotOf,
  type CellState,
  type WriterState,
} from "../../../packages/tracker/src/protocol/index.ts";

/** What the collectors under test measure. */
export const DEFINITIONS: Definitions = {
  features: {
    calendars: { name: "Calendars" },
    conversations: { name: "Conversations" },
    contacts: { name: "Contacts" },
  },
  actions: { sent: { name: "Sent" } },
};

const FEATURES = [...Object.keys(DEFINITIONS.features), "_other"];
const ACCOUNTS = 10;
/** Days back, one slot each, so that a member's sum of a feature and day is one cell as long as it has one writer. */
const DAYS = 20;
const SLOTS_PER_DAY = 86_400_000 / SLOT_MS;
const MAX_CELLS_AT_ONCE = 6;
const MAX_GROWTH_MS = 3_000;

/** A document load whose counters grow. */
export interface GrowingWriter {
  /** Lets some cells grow. @returns those, under the next number, as a tracker would send them. */
  next(): WriterState;
  /** Everything that it has counted so far, under the next number. */
  whole(): WriterState;
}

/**
 * A writer of a member of its own.
 * @param name unlike that of any other writer of the same test; letters, digits and `-`.
 */
export function createGrowingWriter(name: string, random: Random): GrowingWriter {
  const owner = {
    id: name.padEnd(22, "_"),
    account: `account-${random.integer(1, ACCOUNTS)}`,
    user: `user of ${name}`,
  };
  const today = slotOf(Date.now());
  const cells = new Map<string, CellState>();
  let seq = 0;
  const state = (chosen: Iterable<CellState>): WriterState => ({ ...owner, seq: (seq += 1), cells: [...chosen] });
  return {
    next() {
      const grown = new Map<string, CellState>();
      for (let count = random.integer(1, MAX_CELLS_AT_ONCE); count > 0; count--) {
        const [feature, slot] = [random.pick(FEATURES), today - SLOTS_PER_DAY * random.integer(0, DAYS - 1)];
        const key = `${feature} ${slot}`;
        const cell = grow(cells.get(key) ?? { feature, slot, activeMs: [0, 0, 0, 0], visits: 0 }, random);
        cells.set(key, cell);
        grown.set(key, cell);
      }
      return state(grown.values());
    },
    whole: () => state(cells.values()),
  };
}

function grow(cell: CellState, random: Random): CellState {
  const more = random.integer(1, MAX_GROWTH_MS);
  const [first, second, third, fourth] = cell.activeMs;
  const grown = (activeMs: number, share: number): number => Math.min(SLOT_MS, activeMs + Math.floor(more * share));
  const sent = (cell.actions?.["sent"] ?? 0) + Number(random.chance(0.2));
  return {
    ...cell,
    activeMs: [grown(first, 0.25), grown(second, 0.5), grown(third, 0.75), grown(fourth, 1)],
    visits: Math.min(MAX_VISITS_PER_SLOT, cell.visits + 1),
    ...(sent > 0 && { actions: { sent } }),
  };
}
