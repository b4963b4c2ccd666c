import { count, type Counting } from "./sums.ts";

/** Assets of an account: all of them, or those of a type. */
interface AccountAssets {
  readonly account: string;
  /** Null: nobody knows. */
  readonly assets: number | null;
  readonly activeAssets: number | null;
}

/** Adds assets to the numbers of their accounts, and that they were told of: no word of any is not that there are none. */
export function countAssets(assets: readonly AccountAssets[], counted: ReadonlyMap<string, Counting>): void {
  for (const { account, assets: made, activeAssets } of assets) {
    if (made === null) continue;
    const sums = counted.get(account) ?? {};
    count(sums, "assets", made);
    count(sums, "activeAssets", activeAssets ?? 0);
    count(sums, "assetWords");
  }
}
