/** The page as somebody sees it: through open shadow roots. */

/** What an element is in. */
export const parentOf = (element: Element): Element | undefined =>
  element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host;

/** What is in an element, as far as it takes room on the page. */
const childrenOf = (element: Element): readonly Element[] =>
  [...(element.shadowRoot ?? element).children].filter((child) => child.getClientRects().length > 0);

/** An element and all that it is in, the innermost first. */
export function* aroundOf(element: Element): Generator<Element, undefined> {
  for (let at: Element | undefined = element; at; at = parentOf(at)) yield at;
}

/** Every element of the page that bears an attribute. */
export function allWith(attribute: string, root: ParentNode = document): readonly Element[] {
  const all = [...root.querySelectorAll("*")];
  const inside = all.flatMap(({ shadowRoot }) => (shadowRoot ? allWith(attribute, shadowRoot) : []));
  return [...all.filter((element) => element.hasAttribute(attribute)), ...inside];
}

/** Where a step leads. */
export type Step = "out" | "in" | "next" | "previous";

/** @returns the element one step away, or the same one where there is none. */
export function stepFrom(element: Element, step: Step): Element {
  const parent = parentOf(element);
  if (step === "out") return parent && parent !== document.documentElement ? parent : element;
  if (step === "in") return childrenOf(element)[0] ?? element;
  const siblings = parent ? childrenOf(parent) : [];
  return siblings[siblings.indexOf(element) + (step === "next" ? 1 : -1)] ?? element;
}

/** The element at a place of the window, as if something of ours weren't there. */
export function elementAt(xPx: number, yPx: number, ours: Element): Element | undefined {
  let found: Element | undefined;
  for (let root: DocumentOrShadowRoot | null = document; root; root = found?.shadowRoot ?? null) {
    const next: Element | undefined = root.elementsFromPoint(xPx, yPx).find((element) => element !== ours);
    if (next === undefined || next === found) break;
    found = next;
  }
  return found === document.documentElement ? document.body : found;
}
