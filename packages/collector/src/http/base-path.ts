/** Segments that mean the same in an address, a pattern and a cookie's name. */
const BASE_PATH = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/;
/** `/v/<version>/` before a script's name is ours: the tracker would take the prefix for a version. */
const LOOKS_VERSIONED = /\/v\/[^/]+$/;

/**
 * The path under which a host mounts the collector, such as `/uptake`; empty at the root of an origin.
 * @param basePath as the host gave it; absent: the path of `baseUrl`.
 * @throws RangeError when it is no path, or another one than the public address has.
 */
export function readBasePath(basePath: string | undefined, baseUrl: string | null): string {
  const ofAddress = baseUrl === null ? null : withoutLastSlashes(new URL(baseUrl).pathname);
  const path = withoutLastSlashes(basePath ?? ofAddress ?? "");
  if (!BASE_PATH.test(path) || LOOKS_VERSIONED.test(path)) {
    throw new RangeError(`[collector] basePath is "${path}". Give a path such as "/uptake", not ending in /v/….`);
  }
  if (ofAddress !== null && ofAddress !== path) {
    throw new RangeError(`[collector] basePath is "${path}", but baseUrl is ${baseUrl}. Give both the same path.`);
  }
  return path;
}

/** The path as routes know it. Hosts that strip the prefix themselves, as Express does, are served as well. */
export function withoutBasePath(path: string, basePath: string): string {
  if (path === basePath) return "/";
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
}

function withoutLastSlashes(path: string): string {
  return path.replace(/\/+$/, "");
}
