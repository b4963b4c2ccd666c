/**
 * The collector's base address by the address of its script: what stands before `/uptake-widget.js` or
 * `/v/<version>/uptake-widget.js`, so that a collector mounted under a path is found too; for a file of another name,
 * its origin.
 * @returns null where there is no usable address.
 */
export function serverOfScript(source: string): string | null {
  try {
    const { origin, pathname } = new URL(source);
    if (origin === "null") return null;
    const path = /^(.*?)(?:\/v\/[^/]+)?\/uptake-widget\.js$/.exec(pathname)?.[1] ?? "";
    return origin + path;
  } catch {
    return null;
  }
}
