/**
 * The key and the collector's address, from the script's own: `https://host/prefix/uptake.js?key=pk_…`, or
 * `https://host/prefix/v/1.0.0/uptake.js?key=pk_…` for the immutable file.
 */
export function locateScript(source: string): {
  readonly key: string;
  readonly base: string;
  readonly folder: string;
} {
  const [, folder = "", base = "", key = ""] =
    /^(([^?]*?)(?:\/v\/[^/]+)?\/)[^/?]*\?(?:.*&)?key=([^&#]*)/.exec(source) ?? [];
  return { key, base, folder };
}
