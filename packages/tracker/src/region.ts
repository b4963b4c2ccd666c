import { isId } from "./protocol/index.ts";

/** The attribute that gives a part of the page to a feature, whatever the address says. */
export const REGION_ATTRIBUTE = "data-uptake-feature";

/** The feature of the innermost region around an element, through shadow roots. @returns undefined outside of regions. */
export function regionOf(element: Node | null): string | undefined {
  for (let node = element; node; node = node.parentNode ?? (node as ShadowRoot).host) {
    const feature = (node as Element).getAttribute?.(REGION_ATTRIBUTE);
    if (isId(feature)) return feature;
  }
  return undefined;
}
