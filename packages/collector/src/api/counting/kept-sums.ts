import type { Kept, KeptPart, KeptSums } from "../reading/kept.ts";
import type { Reading } from "../reading/reading.ts";
import { countShared } from "./count-shared.ts";
import { addSums, type Counting } from "./sums.ts";

/**
 * The numbers of a part over the accounts that a reading sees, from what is kept. Asked of the same reading again it is the
 * same answer.
 * @param kept of the reading, as `keptFor` has it.
 */
export function sumsOf(reading: Reading, kept: Kept, part: KeptPart): Promise<KeptSums> {
  return reading.derive(`keptSums ${part}`, async () => {
    const { scope } = reading;
    const sums = kept.sums(part, scope);
    if (scope.kind === "all") return sums;
    // Whoever belongs to several accounts counts once, by those of them that are looked at: no sum of accounts tells that.
    const shared = kept.sharedUsers(scope);
    if (shared.size === 0) return sums;
    const theirs = reading.narrow([...new Set([...shared.values()].flat())]);
    const all: Counting = { ...sums };
    addSums(all, await countShared(theirs, part, new Set(shared.keys())));
    return all;
  });
}
