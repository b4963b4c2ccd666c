const SEGMENT = "(?:[^/?#*:\\s][^/?#*\\s]*|:[A-Za-z_][A-Za-z0-9_]*)";
const PATH = new RegExp(`^/(?:${SEGMENT}(?:/${SEGMENT})*(?:/\\*?)?|\\*)?$`);
/** Path, its query, hash route, its query. */
const PARTS = /^([^?#]*)(?:\?([^#]*))?(?:#([^?]*)(?:\?(.*))?)?$/s;

/**
 * Why a string is no URL pattern as `PublicFeature.urls` of the protocol describes it: a path, a path with a hash route,
 * or a hash route alone, in which `:name` stands for one segment and a last `*` for any rest; paths and hash routes may
 * have a query.
 * @returns what to write instead, or null where it is one.
 */
export function urlPatternProblem(pattern: string): string | null {
  const [, path = "", search, route, query] = PARTS.exec(pattern) ?? [];
  if (path === "" && search !== undefined) return "a query needs a path before it; write /*?… for any path";
  const paths = path === "" ? [route ?? ""] : [path, route ?? "/"];
  if (!paths.every((part) => PATH.test(part))) {
    return "write a path such as /contacts/:id or /reports/*, a hash route such as /app#/inbox, or either with a query such as ?view=calendar";
  }
  return queryProblem(search) ?? queryProblem(query);
}

function queryProblem(query: string | undefined): string | null {
  if (query === undefined) return null;
  if (/[?#\s]/.test(query)) return "its query holds a space, a ? or a #; write it as %20, %3F or %23";
  if (query.split("&").some((parameter) => /^(=|$)/.test(parameter))) {
    return "its query has a parameter without a name; write ?view=calendar, or ?view= for any value";
  }
  if (/(^|[&=]):|\*/.test(query)) {
    return "a query has no :name and no *; write ?view= for any value, and %3A or %2A where you mean the character";
  }
  const names = [...new URLSearchParams(query).keys()];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? null : `its query names ${twice} twice, and every parameter must be there; name it once`;
}
