import { isProbablyId } from "./url-proposal.ts";
import { aroundOf } from "./composed-tree.ts";

/** What the page calls an element, to name a rule by. Nothing of it leaves the browser. */

/** Longest text that is taken for a label, in characters: a longer one is content. */
const MAX_LABEL_LENGTH = 60;

const CONTROL =
  'button, a[href], summary, input[type="submit"], input[type="button"], input[type="image"], [role="button"], ' +
  '[role="link"], [role="menuitem"], [role="tab"], [role="switch"]';
const PART =
  'iframe, main, aside, nav, section, article, dialog, form, fieldset, header, footer, [role="dialog"], [role="region"], ' +
  '[role="main"], [role="navigation"], [role="complementary"], [role="search"], [role="tabpanel"], [role="form"]';

const textOf = (element: Element | null | undefined): string => {
  const text = (element?.textContent ?? "").replaceAll(/\s+/g, " ").trim();
  return text.length <= MAX_LABEL_LENGTH ? text : "";
};

/** Ids that a library has made are other ones after the next build: `:r1:`, `radix-3`, `input_12`. */
const isOwnWord = (text: string): boolean => /\p{L}{2}/u.test(text) && !/\d/.test(text) && !isProbablyId(text);

const ownWord = (element: Element, attribute: string): string => {
  const text = element.getAttribute(attribute)?.trim() ?? "";
  return isOwnWord(text) ? text : "";
};

const ariaLabelOf = (element: Element): string => {
  const ids = element.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
  const root = element.getRootNode() as Partial<Document>;
  return (
    element.getAttribute("aria-label")?.trim() ||
    ids
      .map((id) => textOf(root.getElementById?.(id)))
      .join(" ")
      .trim()
  );
};

const firstWith = (candidates: readonly (() => string)[]): string => {
  for (const candidate of candidates) {
    const text = candidate();
    if (text !== "") return text;
  }
  return "";
};

/** The button, link or form around an element that somebody uses by clicking it. */
export function controlAround(element: Element): Element | undefined {
  for (const at of aroundOf(element)) if (at.matches(CONTROL)) return at;
  return element.tagName === "FORM" ? element : undefined;
}

/**
 * The part of the page around an element that could be a feature: a landmark, a form, a dialog, an element of one's own. Where
 * there is none it is the element itself.
 */
export function partAround(element: Element): Element {
  for (const at of aroundOf(element)) {
    if (at === document.body) break;
    if (at.matches(PART) || at.tagName.includes("-")) return at;
  }
  return element;
}

/** What people call a control: what stands on it. */
export const labelOfControl = (control: Element): string =>
  firstWith([
    () => ariaLabelOf(control),
    () => textOf(control.querySelector('[type="submit"], button:not([type="button"])')),
    () => (control.tagName === "FORM" ? "" : textOf(control)),
    () => control.getAttribute("value") ?? "",
    () => control.getAttribute("title") ?? "",
    () => textOf(control.querySelector("legend, h1, h2, h3, h4, h5, h6")),
    () => control.querySelector("img[alt]")?.getAttribute("alt") ?? "",
    () => ownWord(control, "id"),
    () => ownWord(control, "name"),
  ]);

/** What people call a part of a page: its developers' word before the words on the screen, which may be a customer's. */
export const labelOfPart = (part: Element): string =>
  firstWith([
    () => ownWord(part, "data-testid"),
    () => ownWord(part, "id"),
    () => ariaLabelOf(part),
    () => ownWord(part, "name"),
    () => (part.tagName.includes("-") ? part.tagName.slice(part.tagName.indexOf("-") + 1).toLowerCase() : ""),
    () => textOf(part.querySelector("h1, h2, h3, h4, h5, h6, legend, caption")),
    () => part.getAttribute("title") ?? "",
  ]);

/** An element in a few signs: `<button> “Send email”`. */
export function describe(element: Element): string {
  const tag = `<${element.tagName.toLowerCase()}>`;
  const isLabelled = element.children.length === 0 || element.matches(CONTROL);
  const label = firstWith([
    () => ariaLabelOf(element),
    () => (isLabelled ? textOf(element) : ""),
    () => textOf(element.querySelector("h1, h2, h3, h4, h5, h6, legend, caption")),
    () => ownWord(element, "id"),
  ]);
  return label ? `${tag} “${label.length > 32 ? `${label.slice(0, 31).trimEnd()}…` : label}”` : tag;
}
