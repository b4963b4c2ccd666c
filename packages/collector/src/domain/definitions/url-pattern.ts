const SEGMENT = "(?:[^/?#*:\\s][^/?#*\\s]*|:[A-Za-z_][A-Za-z0-9_]*)";
const PATH = `/(?:${SEGMENT}(?:/${SEGMENT})*(?:/\\*?)?|\\*)?`;
const URL_PATTERN = new RegExp(`^(?:${PATH}(?:#${PATH})?|#${PATH})$`);

/**
 * Whether a string is a URL pattern as `PublicFeature.urls` of the protocol describes it: a path, a path with a hash
 * route, or a hash route alone, in which `:name` stands for one segment and a last `*` for any rest.
 */
export function isUrlPattern(value: string): boolean {
  return URL_PATTERN.test(value);
}
