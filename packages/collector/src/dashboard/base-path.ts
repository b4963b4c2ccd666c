const SCRIPT = /^(.*)\/dashboard\/[^/]+\.js$/;

/** The path that the collector is mounted under, from the address of the dashboard's script; empty at the root. */
export function basePathOf(scriptUrl: string): string {
  return SCRIPT.exec(new URL(scriptUrl).pathname)?.[1] ?? "";
}

const BASE_PATH = basePathOf(import.meta.url);

/** An address of the collector, `/accounts?…` or `/v1/session`, as the browser has to ask for it. */
export function atBase(address: string, basePath = BASE_PATH): string {
  return `${basePath}${address}`;
}

/** The browser's address as the dashboard's own views are named: what {@link atBase} made, undone. */
export function withoutBase(address: string, basePath = BASE_PATH): string {
  if (!address.startsWith(basePath)) return address;
  const own = address.slice(basePath.length);
  return own.startsWith("/") ? own : `/${own}`;
}
