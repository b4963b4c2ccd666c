import type { CompiledModule } from "../compile-definitions.ts";
import type { ToldSeats } from "./module-seats.ts";

/** The seats of a module in an account, wherever they are from. */
export interface SeatsOfModule extends ToldSeats {
  readonly account: string;
  readonly module: string;
}

/** What seats can come from, beside what the host tells of a module. */
export interface SeatSources {
  readonly accounts: readonly {
    readonly id: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  /** Everybody who belongs to an account, by its id. */
  readonly membersOf: ReadonlyMap<string, readonly string[]>;
}

/** Whether a module has its seats from elsewhere than what the host tells of it. */
export function hasOwnSource({ seats }: Pick<CompiledModule, "seats">): boolean {
  return seats.kind !== "told";
}

/**
 * The seats of all modules, the article's licensed users, as their definitions say: of a module with a source of its own those
 * that the host tells of it hold no more. An attribute that is no whole number of at least 0 says nothing; nor does an account without people.
 * @param told what the host tells, by account and module.
 */
export function seatsBySource(
  told: readonly SeatsOfModule[],
  modules: Iterable<Pick<CompiledModule, "module" | "seats">>,
  { accounts, membersOf }: SeatSources,
): readonly SeatsOfModule[] {
  const sourced = [...modules].filter(hasOwnSource);
  const ids = new Set(sourced.map(({ module }) => module));
  const others = sourced.flatMap(({ module, seats }): readonly SeatsOfModule[] => {
    switch (seats.kind) {
      case "module":
        return told.filter((row) => row.module === seats.module).map((row) => Object.assign({}, row, { module }));
      case "attribute":
        return accounts.flatMap(({ id, attributes }) => {
          const licensed = attributes[seats.attribute];
          return typeof licensed === "number" && Number.isSafeInteger(licensed) && licensed >= 0
            ? [{ account: id, module, licensed, users: null }]
            : [];
        });
      case "members":
        return accounts.flatMap(({ id }) => {
          const users = membersOf.get(id) ?? [];
          return users.length === 0 ? [] : [{ account: id, module, licensed: users.length, users }];
        });
      case "told":
        return [];
    }
  });
  return [...told.filter(({ module }) => !ids.has(module)), ...others];
}
