import { SLOT_MS, slotOf, slotStartMs } from "@uptake/tracker/protocol";
import { Temporal } from "temporal-polyfill";
import type { WorkspaceDay } from "./day.ts";

/** Days of one time zone, counted in slots. A slot belongs to the day in which it starts. */
export interface WorkspaceCalendar {
  /** IANA name. */
  readonly timeZone: string;
  /** The day that contains a slot. Cached: costs an array read per call. */
  dayOfSlot(slot: number): WorkspaceDay;
  /**
   * The first slot of a day: the day is `[firstSlotOf(day), firstSlotOf(day + 1))`, 92 or 100 slots when clocks change.
   * Cached: reports ask for the same few days again and again, and a date costs 0.1 ms.
   */
  firstSlotOf(day: WorkspaceDay): number;
}

const DAY_MS = 86_400_000;
const SLOTS_PER_BLOCK = DAY_MS / SLOT_MS;

/** Days of 27 years: whoever asks for more of them must not make the cache grow. */
const MAX_CACHED_DAYS = 10_000;

/**
 * The calendar of a time zone.
 * @param timeZone IANA name, such as `Europe/Berlin`.
 * @throws RangeError when there is no such zone.
 */
export function createWorkspaceCalendar(timeZone: string): WorkspaceCalendar {
  assertTimeZone(timeZone);
  /** By UTC day: the workspace day of each of its slots. */
  const blocks = new Map<number, readonly WorkspaceDay[]>();

  const firstSlots = new Map<WorkspaceDay, number>();

  const firstSlotOf = (day: WorkspaceDay): number => {
    const cached = firstSlots.get(day);
    if (cached !== undefined) return cached;
    const slot = Math.ceil(dateOf(day).toZonedDateTime(timeZone).epochMilliseconds / SLOT_MS);
    if (firstSlots.size >= MAX_CACHED_DAYS) firstSlots.clear();
    firstSlots.set(day, slot);
    return slot;
  };

  const daysOfBlock = (block: number): readonly WorkspaceDay[] => {
    const firstSlot = block * SLOTS_PER_BLOCK;
    let day = dayAt(slotStartMs(firstSlot), timeZone);
    let nextFirstSlot = firstSlotOf(day + 1);
    return Array.from({ length: SLOTS_PER_BLOCK }, (_, index) => {
      // A loop, because a zone that moved across the date line has skipped a whole day.
      while (firstSlot + index >= nextFirstSlot) nextFirstSlot = firstSlotOf(++day + 1);
      return day;
    });
  };

  return {
    timeZone,
    firstSlotOf,
    dayOfSlot(slot) {
      const block = Math.floor(slot / SLOTS_PER_BLOCK);
      let days = blocks.get(block);
      if (days === undefined) {
        days = daysOfBlock(block);
        blocks.set(block, days);
      }
      return days[slot - block * SLOTS_PER_BLOCK] ?? dayAt(slotStartMs(slot), timeZone);
    },
  };
}

/** Makes a calendar again only for another zone than the last time: another process may put another one in force. */
export function createCalendarMemory(): (timeZone: string) => WorkspaceCalendar {
  let known: WorkspaceCalendar | null = null;
  return (timeZone) => {
    if (known?.timeZone !== timeZone) known = createWorkspaceCalendar(timeZone);
    return known;
  };
}

/** The day of a calendar that contains an instant, Unix ms. */
export function dayOf(epochMs: number, calendar: WorkspaceCalendar): WorkspaceDay {
  return calendar.dayOfSlot(slotOf(epochMs));
}

/** When a day of a calendar begins, Unix ms. */
export function startOfDay(day: WorkspaceDay, calendar: WorkspaceCalendar): number {
  return slotStartMs(calendar.firstSlotOf(day));
}

/** When a day of a calendar ends, which is the first moment of the next one, Unix ms. */
export function endOfDay(day: WorkspaceDay, calendar: WorkspaceCalendar): number {
  return slotStartMs(calendar.firstSlotOf(day + 1));
}

/**
 * The last moment of a day of a calendar, Unix ms: whatever is so as of the end of a day is so then. What happens at the first
 * moment of the next day belongs to that one.
 */
export function lastMomentOfDay(day: WorkspaceDay, calendar: WorkspaceCalendar): number {
  return endOfDay(day, calendar) - 1;
}

function dayAt(epochMs: number, timeZone: string): WorkspaceDay {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function dateOf(day: WorkspaceDay): Temporal.PlainDate {
  return Temporal.PlainDate.from("1970-01-01").add({ days: day });
}

function assertTimeZone(timeZone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch (cause) {
    const message = `There is no time zone ${JSON.stringify(timeZone)}. Give an IANA name such as "Europe/Berlin" or "UTC".`;
    throw new RangeError(message, { cause });
  }
}
