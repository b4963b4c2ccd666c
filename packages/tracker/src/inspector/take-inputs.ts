import { guard } from "../edges.ts";

/** Everything by which a person reaches a page. */
const TYPES = [
  "pointerdown pointerup pointermove pointerover pointerout pointerenter pointerleave pointercancel",
  "mousedown mouseup mousemove mouseover mouseout mouseenter mouseleave click dblclick auxclick contextmenu wheel",
  "touchstart touchmove touchend touchcancel dragstart selectstart",
  "keydown keyup keypress beforeinput input change copy cut paste focus blur focusin focusout",
].flatMap((line) => line.split(" "));

/** Lines of a wheel that tells them, in px. */
const WHEEL_LINE_PX = 16;

/** What the inspector makes of inputs. Places are px of the window. */
export interface InputHandlers {
  /** The pointer is over the page, or on the panel (undefined). */
  point(xPx?: number, yPx?: number): void;
  choose(xPx: number, yPx: number): void;
  scroll(xPx: number, yPx: number, byXPx: number, byYPx: number): void;
  /** A key, wherever the focus is. @param isInField in a field of the panel, to which arrows and letters belong. */
  key(event: KeyboardEvent, isInField: boolean): void;
  /** Something in the panel was pressed or changed: what the event was on, the innermost first. */
  press(path: readonly EventTarget[]): void;
  change(on: EventTarget): void;
}

/**
 * Takes what a person does from the page: neither the app's handlers nor the browser's own answers, such as following a link,
 * come to it. What the app's code does by itself goes on.
 * @param host what bears glass and panel; @param panel where inputs keep their usual effect.
 * @returns gives the page its inputs back.
 */
export function takeInputs(host: Element, panel: Element, handlers: InputHandlers): () => void {
  const taken = new AbortController();
  let dragged: { readonly x: number; readonly y: number } | undefined;

  const onGlass = (event: Event): void => {
    // Without its touches a browser makes no click of a tap.
    if (event.cancelable && !event.type.startsWith("touch")) event.preventDefault();
    if (!(event instanceof MouseEvent)) return;
    const { type, clientX: x, clientY: y } = event;
    if (event instanceof WheelEvent) {
      const pxPerUnit = event.deltaMode === 0 ? 1 : WHEEL_LINE_PX;
      handlers.scroll(x, y, event.deltaX * pxPerUnit, event.deltaY * pxPerUnit);
    } else if (type === "click") handlers.choose(x, y);
    else if (event instanceof PointerEvent && event.pointerType === "touch") {
      if (type === "pointerdown") dragged = { x, y };
      else if (type === "pointermove" && dragged) {
        handlers.scroll(x, y, dragged.x - x, dragged.y - y);
        dragged = { x, y };
      } else if (/up|cancel/.test(type)) dragged = undefined;
    } else if (type === "pointermove") handlers.point(x, y);
  };

  const onPanel = (event: Event, path: readonly EventTarget[]): void => {
    if (event.type === "click") handlers.press(path);
    else if (event.type === "input" && path[0]) handlers.change(path[0]);
    else if (event.type === "pointermove") handlers.point();
  };

  const hear = (event: Event): void => {
    // What code makes up, and the window's own focus, are none of a person's inputs.
    if (!event.isTrusted || event.target === window || event.target === document) return;
    if (!host.isConnected) return taken.abort();
    event.stopImmediatePropagation();
    const path = event.composedPath();
    const isOnPanel = path.includes(panel);
    if (event instanceof KeyboardEvent) {
      if (event.type === "keydown") handlers.key(event, isOnPanel && path[0] instanceof HTMLInputElement);
      // The app's own fields keep the focus that they had, and nobody types into them.
      if (!isOnPanel && !event.ctrlKey && !event.metaKey && !/^F\d/.test(event.key)) event.preventDefault();
    } else if (isOnPanel) onPanel(event, path);
    else if (path.includes(host)) onGlass(event);
    else if (!/^(focus|blur)/.test(event.type) && event.cancelable) event.preventDefault();
  };

  for (const type of TYPES)
    window.addEventListener(type, (event) => guard(() => hear(event)), {
      capture: true,
      passive: false,
      signal: taken.signal,
    });
  return () => taken.abort();
}
