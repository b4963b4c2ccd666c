/** What the host has told of the seats of a module in an account. */
export interface ToldSeats {
  /** Seats bought; null: not told. */
  readonly licensed: number | null;
  /** Who has one; null: not told. */
  readonly users: readonly string[] | null;
}

/** The seats of a module in an account. */
export interface ModuleSeats {
  /** Null: nobody has told of any. 0: not licensed. */
  readonly licensed: number | null;
  /** Who has one, as far as anybody has said. */
  readonly holders: ReadonlySet<string>;
  /** Seats of which nobody has said whose they are. */
  readonly nameless: number;
}

/** Seats of which nothing is known. */
export const UNTOLD_SEATS: ModuleSeats = { licensed: null, holders: new Set(), nameless: 0 };

/**
 * How many seats there are, and whose they are: the article's licensed users. Seats that are told by name alone are as many as
 * there are names, each person's once; of a number and names the larger counts, so that nobody who has a seat is without one.
 */
export function moduleSeats({ licensed, users }: ToldSeats): ModuleSeats {
  const holders = new Set(users);
  const count = licensed === null && users === null ? null : Math.max(licensed ?? 0, holders.size);
  return { licensed: count, holders, nameless: (count ?? 0) - holders.size };
}
