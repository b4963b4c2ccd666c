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

/** Current adoption of a module: active ÷ licensed users at its latest snapshot, such as 120 / 200 = 60 %. */
export function moduleAdoption({ active, licensed }: ModuleCounts): ModuleAdoption {
  if (licensed === 0) return { kind: "notLicensed", active };
  if (active === null || licensed === null) return { kind: "noData", active, licensed };
  const percent = percentOf(active, licensed) ?? 0;
  return { kind: "measured", active, licensed, percent, overUsed: active > licensed };
}

/**
 * A module over several accounts: the sum of those in which it is measured. Where it is in none, it is not licensed if it
 * is nowhere licensed, else there is no data.
 */
export function sumOfAccounts(accounts: readonly ModuleCounts[]): ModuleAdoption {
  const adoptions = accounts.map(moduleAdoption);
  const measured = adoptions.filter((adoption) => adoption.kind === "measured");
  if (measured.length > 0) {
    return moduleAdoption({
      active: measured.reduce((sum, { active }) => sum + active, 0),
      licensed: measured.reduce((sum, { licensed }) => sum + licensed, 0),
    });
  }
  const nowhere = adoptions.length > 0 && adoptions.every(({ kind }) => kind === "notLicensed");
  return moduleAdoption({ active: null, licensed: nowhere ? 0 : null });
}
