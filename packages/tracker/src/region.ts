/** Gives a part of the page to a feature, whatever the address says. On an iframe it declares the frame's content too. */
export const FEATURE_ATTRIBUTE = "data-uptake-feature";

/** What the page calls a feature that has no definition, a custom menu link. */
export const NAME_ATTRIBUTE = "data-uptake-name";

/** Counts an action: at a click, on a form when it is submitted. */
export const ACTION_ATTRIBUTE = "data-uptake-action";

/** The innermost element around a node that bears an attribute, through shadow roots. */
export const closestWith = (
  attribute: string,
  node?: (Node & Partial<Pick<Element, "closest">>) | null,
): Element | undefined =>
  node?.closest
    ? (node.closest(`[${attribute}]`) ?? closestWith(attribute, (node.getRootNode() as ShadowRoot).host))
    : undefined;
