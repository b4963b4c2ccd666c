import { runInNewContext } from "node:vm";

/** What belongs to the language and not to browsers. */
export const LANGUAGE_GLOBALS = runInNewContext("Object.getOwnPropertyNames(globalThis)") as readonly string[];

/** The names that values of the language have. */
export const LANGUAGE_NAMES: ReadonlySet<string> = new Set(
  runInNewContext(`Object.getOwnPropertyNames(globalThis).flatMap((name) => [
    name, ...Object.getOwnPropertyNames(Object(globalThis[name])),
    ...Object.getOwnPropertyNames(Object(globalThis[name]?.prototype)),
  ])`) as readonly string[],
);

/** A global of the page: the paths of what the tracker has touched. */
export type Touched = Set<string>;

/**
 * Records which of the browser's APIs the tracker's script touches, in the global `touched`. Self-contained: it travels as
 * text.
 * @param language globals that are not the browser's.
 */
export function traceApis(language: readonly string[]): void {
  const touched: Touched = new Set();
  Object.defineProperty(window, "touched", { value: touched });
  const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = Object;
  const { apply, construct } = Reflect;
  const note = (path: string) => {
    // The first line is the message, then this function and the wrapper.
    if (/uptake\.js/.test(new Error().stack?.split("\n")[3] ?? "")) touched.add(path);
  };
  type Callable = (...parameters: unknown[]) => unknown;
  const wrap = (owner: object, name: string, path: string): void => {
    const descriptor = getOwnPropertyDescriptor(owner, name);
    if (!descriptor?.configurable) return;
    const { get, set, value } = descriptor as { get?: Callable; set?: Callable; value?: unknown };
    const traced = (call: Callable) =>
      function (this: unknown, ...parameters: unknown[]) {
        note(path);
        return apply(call, this, parameters);
      };
    if (get ?? set) {
      defineProperty(owner, name, {
        ...descriptor,
        ...(get && { get: traced(get) }),
        ...(set && { set: traced(set) }),
      });
    } else if (typeof value === "function" && value.prototype === undefined) {
      defineProperty(owner, name, { ...descriptor, value: traced(value as Callable) });
    }
  };
  for (const name of getOwnPropertyNames(window)) {
    if (language.includes(name)) continue;
    const value: unknown = getOwnPropertyDescriptor(window, name)?.value;
    wrap(window, name, name);
    if (typeof value !== "function" || value.prototype === undefined) continue;
    for (const member of getOwnPropertyNames(value)) wrap(value, member, `${name}.${member}`);
    const prototype = value.prototype as object;
    for (const member of getOwnPropertyNames(prototype)) {
      if (member !== "constructor") wrap(prototype, member, `${name}.prototype.${member}`);
    }
    const traced = new Proxy(value, {
      construct(target, parameters, newTarget) {
        note(name);
        return construct(target, parameters, newTarget) as object;
      },
    });
    defineProperty(window, name, { ...getOwnPropertyDescriptor(window, name), value: traced });
  }
}

/**
 * Every name of a global of the browser, of a member of its classes or of their instances. Self-contained: it travels as text.
 * @param language globals that are not the browser's.
 */
export function namesOfBrowser(language: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const name of Object.getOwnPropertyNames(window)) {
    if (language.includes(name)) continue;
    names.add(name);
    const value: unknown = Object.getOwnPropertyDescriptor(window, name)?.value;
    if (typeof value !== "function") continue;
    for (const member of Object.getOwnPropertyNames(value)) names.add(member);
    for (const member of Object.getOwnPropertyNames(Object(value.prototype))) names.add(member);
  }
  for (const member of [...Object.getOwnPropertyNames(location), ...Object.getOwnPropertyNames(new Event("x"))])
    names.add(member);
  return [...names];
}
