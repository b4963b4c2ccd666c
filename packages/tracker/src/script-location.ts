/**
 * The key, the collector's address and the script's folder, from the script's own address:
 * `https://host/prefix/uptake.js?key=pk_…`, or `https://host/prefix/v/1.0.0/uptake.js?key=pk_…` for the immutable file.
 */
export function locateScript(source: string) {
  const parts = /^(([^?]*?)(?:\/v\/[^/]+)?\/)[^/?]*\?(?:.*&)?key=([^&#]*)/.exec(source) ?? [];
  return { key: parts[3] ?? "", base: parts[2], folder: parts[1] };
}
