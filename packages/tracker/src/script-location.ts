/**
 * The key and the collector's address, from the script's own: `https://host/prefix/uptake.js?key=pk_…`, or
 * `https://host/prefix/v/1.0.0/uptake.js?key=pk_…` for the immutable file.
 */
export function locateScript(source: string): { readonly key: string; readonly base: string } {
  const { origin, pathname, searchParams } = new URL(source);
  return {
    key: searchParams.get("key") ?? "",
    base: origin + pathname.replace(/(\/v\/[^/]+)?\/[^/]*$/, ""),
  };
}
