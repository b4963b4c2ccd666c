/** Gives a part of the page to a feature, whatever the address says. On an iframe it declares the frame's content too. */
export const FEATURE_ATTRIBUTE = "data-uptake-feature";

/** What the page calls a feature that has no definition, a custom menu link. */
export const NAME_ATTRIBUTE = "data-uptake-name";

/** Counts an action: at a click, on a form when it is submitted. */
export const ACTION_ATTRIBUTE = "data-uptake-action";

/** The innermost element around a node that bears an attribute, through shadow roots. */
export const closestWith = (attribute: string, node: EventTarget | null | undefined): Element | undefined => {
  const element = node as Element | null | undefined;
  return element?.closest
    ? (element.closest(`[${attribute}]`) ?? closestWith(attribute, (element.getRootNode() as ShadowRoot).host))
    : undefined;
};
