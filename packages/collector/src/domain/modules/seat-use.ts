import type { ModuleUser } from "./module-activity.ts";

/** What becomes of a module's seats in one account. */
export interface SeatUse {
  /** Seats without an active user; 0 where more people are active than have a licence. */
  readonly unusedSeats: number;
  /** Who has a seat and isn't active, in the order given: seats that others could use. null: nobody has said who has one. */
  readonly idleHolders: readonly string[] | null;
  /** Active without a seat; null: likewise. */
  readonly activeWithoutSeat: readonly string[] | null;
}

/**
 * Unused seats.
 * @param licensed how many seats there are.
 * @param assigned who has one; null: only their number is known.
 * @param users who is active in the module.
 */
export function seatUse(
  licensed: number,
  assigned: readonly string[] | null,
  users: readonly Pick<ModuleUser, "user" | "active">[],
): SeatUse {
  const active = new Set(users.filter((one) => one.active).map(({ user }) => user));
  const holders = assigned === null ? null : new Set(assigned);
  return {
    unusedSeats: Math.max(0, licensed - active.size),
    idleHolders: holders && [...holders].filter((user) => !active.has(user)),
    activeWithoutSeat: holders && [...active].filter((user) => !holders.has(user)),
  };
}
