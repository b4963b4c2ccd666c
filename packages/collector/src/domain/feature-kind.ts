import { LINK_PREFIX } from "@uptake/tracker/protocol";

/** What a feature is: a part of the product, or a custom link that somebody put into its menu. */
export type FeatureKind = "feature" | "link";

/** What a key by itself says; the definitions may say otherwise. */
export function kindOfKey(feature: string): FeatureKind {
  return feature.startsWith(LINK_PREFIX) ? "link" : "feature";
}
