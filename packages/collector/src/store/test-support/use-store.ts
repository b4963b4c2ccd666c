import { onTestFinished } from "vitest";
import type { MakePlace, OpenedStore, StorePlace } from "./harness.ts";

/** A fresh store for one test, closed and removed after it. */
export async function useStore(
  makePlace: MakePlace,
  options?: Parameters<StorePlace["open"]>[0],
): Promise<OpenedStore> {
  const place = await usePlace(makePlace);
  const store = await place.open(options);
  onTestFinished(() => store.close());
  return store;
}

/** A fresh place for one test, removed after it. */
export async function usePlace(makePlace: MakePlace): Promise<StorePlace> {
  const place = await makePlace();
  onTestFinished(() => place.remove());
  return place;
}
