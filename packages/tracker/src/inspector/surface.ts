import { createElement } from "./create-element.ts";
import { HOST_STYLE, STYLES } from "./styles.ts";

/** What lies over the page: a glass that takes what would have reached the app, marks around elements, and the panel. */
export interface Surface {
  /** The element in the page; everything else is in its shadow root. */
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Marks what the pointer is over; undefined: nothing. */
  hover(element: Element | undefined, text?: string): void;
  /** Marks what was chosen. */
  pin(element: Element): void;
  remove(): void;
}

const GAP_PX = 4;

/** How far a mark keeps off what it is around, so that its colour doesn't matter. */
const MARGIN_PX = 3;

function place(box: HTMLElement, element: Element | undefined): DOMRect | undefined {
  const rect = element?.isConnected ? element.getBoundingClientRect() : undefined;
  box.hidden = !rect;
  if (!rect) return rect;
  const sides = {
    left: rect.left - MARGIN_PX,
    top: rect.top - MARGIN_PX,
    width: rect.width + 2 * MARGIN_PX,
    height: rect.height + 2 * MARGIN_PX,
  };
  for (const [side, lengthPx] of Object.entries(sides)) box.style.setProperty(side, `${lengthPx}px`);
  return rect;
}

/** Above its element where there is room for it, else below it, else in it. */
function placeLabel(label: HTMLElement, rect: DOMRect | undefined): void {
  label.hidden = !rect || label.textContent === "";
  if (!rect || label.hidden) return;
  const above = rect.top - label.offsetHeight - GAP_PX - MARGIN_PX;
  const below = rect.bottom + GAP_PX + MARGIN_PX;
  const isRoomBelow = below + label.offsetHeight <= innerHeight;
  const top = above >= GAP_PX ? above : isRoomBelow ? below : Math.max(rect.top, 0) + GAP_PX;
  const left = Math.max(GAP_PX, Math.min(rect.left, innerWidth - label.offsetWidth - GAP_PX));
  label.style.setProperty("top", `${Math.min(top, innerHeight - label.offsetHeight - GAP_PX)}px`);
  label.style.setProperty("left", `${left}px`);
}

/** Keeps the panel off what was chosen: on the other side, or on a small screen at the other end. */
function moveAside(panel: HTMLElement, element: Element): void {
  panel.classList.remove("aside");
  const [one, other] = [panel.getBoundingClientRect(), element.getBoundingClientRect()];
  const isApart = one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;
  const isWide = one.width < innerWidth / 2;
  const isFarSide = isWide
    ? other.left + other.width / 2 > innerWidth / 2
    : other.top + other.height / 2 > innerHeight / 2;
  panel.classList.toggle("aside", !isApart && isFarSide);
}

export function createSurface(panel: HTMLElement): Surface {
  const host = document.createElement("uptake-inspector");
  for (const [property, value] of Object.entries(HOST_STYLE)) host.style.setProperty(property, value, "important");
  // Above the page's own dialogs; in the last of them that is modal, since everything outside of it takes no input.
  host.setAttribute("popover", "manual");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];

  const hoverBox = createElement("div", { class: "box" });
  const pinBox = createElement("div", { class: "box pinned" });
  const label = createElement("div", { class: "label" });
  const glass = createElement("div", { class: "glass" });
  root.append(createElement("div", { class: "root", lang: "en" }, glass, pinBox, hoverBox, label, panel));
  ([...document.querySelectorAll("dialog:modal")].at(-1) ?? document.documentElement).append(host);
  (host as { showPopover?: () => void }).showPopover?.();

  let hovered: Element | undefined;
  let pinned: Element | undefined;
  /** The page may move under it at any time. */
  const follow = () => {
    if (!host.isConnected) return;
    placeLabel(label, place(hoverBox, hovered));
    place(pinBox, pinned);
    requestAnimationFrame(follow);
  };
  follow();

  return {
    host,
    root,
    hover(element, text = "") {
      hovered = element;
      label.textContent = text;
    },
    pin(element) {
      pinned = element;
      moveAside(panel, element);
    },
    remove: () => host.remove(),
  };
}
