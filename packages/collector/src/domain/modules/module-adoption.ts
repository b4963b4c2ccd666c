import { percentOf } from "../share.ts";

/** Who used a module, and who could have, at a date. */
export interface ModuleCounts {
  /** Distinct people; null: nobody has counted them. */
  readonly active: number | null;
  /** Licensed users; null: nobody has said. 0: not licensed. */
  readonly licensed: number | null;
}

/** How far a module is adopted. Not licensed, no data and 0 % are three different things. */
export type ModuleAdoption =
  | {
      readonly kind: "measured";
      readonly active: number;
      readonly licensed: number;
      /** Active ÷ licensed, not rounded; above 100 when more people are active than have a licence. */
      readonly percent: number;
      /** More active than licensed: worth a warning. */
      readonly overUsed: boolean;
    }
  | { readonly kind: "notLicensed"; readonly active: number | null }
  | { readonly kind: "noData"; readonly active: number | null; readonly licensed: number | null };

/**
 * Current adoption of a module, as the article on modules has it: "active users / licensed users at the most recent
 * snapshot", such as 120 / 200 = 60 %. Without a licence there is none to adopt; what nobody has counted, or said, is
 * no data.
 */
export function moduleAdoption({ active, licensed }: ModuleCounts): ModuleAdoption {
  if (licensed === 0) return { kind: "notLicensed", active };
  if (active === null || licensed === null) return { kind: "noData", active, licensed };
  const percent = percentOf(active, licensed) ?? 0;
  return { kind: "measured", active, licensed, percent, overUsed: active > licensed };
}

/** Whether a module is measured somewhere: then the counts there are in its numbers. */
export function isMeasured(counts: ModuleCounts): boolean {
  return moduleAdoption(counts).kind === "measured";
}

/** A module over several accounts, in numbers that add up. */
export interface AdoptionSums {
  /** In how many it is measured. */
  readonly measured: number;
  /** In how many it is licensed, as far as anybody knows, and not measured. */
  readonly noData: number;
  /** Accounts of which anything is known. */
  readonly accounts: number;
  /** Over those in which it is measured. */
  readonly active: number;
  readonly licensed: number;
}

/** A module over several accounts. */
export function sumOfAccounts(accounts: readonly ModuleCounts[]): ModuleAdoption {
  const adoptions = accounts.map(moduleAdoption);
  const measured = adoptions.filter((adoption) => adoption.kind === "measured");
  return adoptionOfSums({
    measured: measured.length,
    noData: adoptions.filter(({ kind }) => kind === "noData").length,
    accounts: accounts.length,
    active: measured.reduce((sum, { active }) => sum + active, 0),
    licensed: measured.reduce((sum, { licensed }) => sum + licensed, 0),
  });
}

/**
 * The sum of the accounts in which the module is measured. Where it is in none, it is not licensed if it is nowhere
 * licensed, else there is no data.
 */
export function adoptionOfSums({ measured, noData, accounts, active, licensed }: AdoptionSums): ModuleAdoption {
  if (measured > 0) return moduleAdoption({ active, licensed });
  return moduleAdoption({ active: null, licensed: accounts > 0 && noData === 0 ? 0 : null });
}
