/** What is known of the person whose page it is: their ids may be parts of addresses. */
export interface KnownIds {
  readonly account?: string | null;
  readonly user?: string | null;
}

/** A URL pattern that could claim a page. */
export interface UrlProposal {
  /** As `urls` of a feature's definition takes it. */
  readonly pattern: string;
  /** The words of it that stay the same, decoded, to name the feature by: the last one says most. */
  readonly words: readonly string[];
}

/** What looks like an id, in the first form that fits; whatever else is a word of the product's own. */
const ID_FORMS: readonly RegExp[] = [
  // 42, 2026
  /^\d+$/,
  // 2026-11-29
  /^\d{4}-\d{2}(-\d{2})?$/,
  // ada@example.com
  /@/,
  // 8e0f4a90-…: UUIDs, and hexadecimal of other lengths.
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  /^(?=.*\d)[\da-f]{8,}$/i,
  // cus_Nf9x2, u_1
  /^[a-z]+_(?=.*\d)[\da-z]+$/i,
  // INV-2041, but not step-2.
  /^[a-z]+-\d{3,}$/i,
  // 01J9ZQ7X4M…, V1StGXR8_Z5jdHi6B-myT: mixed letters and digits that no words make up.
  /^(?=.*\d)\w{10,}$/,
  /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{16,}$/,
];

/** Parameters of a query whose values say which view of a page it is. */
const VIEW_PARAMETERS: ReadonlySet<string> = new Set(["view", "tab", "section", "panel", "mode", "page", "step"]);

/** Whether a segment of a path, decoded, is probably one thing's id rather than a word of the product's own. */
export const isProbablyId = (segment: string): boolean => ID_FORMS.some((form) => form.test(segment));

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** Makes segments a template; parameters are numbered through, since no two of a pattern should bear one name. */
function* templateOf(path: string, known: KnownIds, taken: Set<string>): Generator<[segment: string, word?: string]> {
  for (const raw of path.split("/")) {
    if (raw === "") continue;
    const segment = decoded(raw);
    const base = segment === known.account ? "account" : segment === known.user ? "user" : "id";
    // What the grammar reads as a parameter or a rest can't be said literally.
    if (base === "id" && !isProbablyId(segment) && !/^:|\*/.test(raw)) {
      yield [raw, segment];
      continue;
    }
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = base + count;
    taken.add(name);
    yield [`:${name}`];
  }
}

/**
 * URL patterns that would claim a page's address, the plain one first; then one for the view of the page that its query
 * names, if it does. Ids become parameters. What is an id is guessed: whoever takes a pattern looks at it first.
 * @param href absolute.
 */
export function proposeUrls(href: string, known: KnownIds = {}): readonly UrlProposal[] {
  const { pathname, search, hash } = new URL(href);
  const [, route, query = ""] = /^#!?(\/[^?#]*)\??([^#]*)/.exec(hash) ?? [];
  const taken = new Set<string>();
  const page = [...templateOf(pathname, known, taken)];
  const inner = [...templateOf(route ?? "", known, taken)];
  const pathOf = (parts: typeof page) => `/${parts.map(([segment]) => segment).join("/")}`;
  // An app with hash routes stands at one address, which says nothing.
  const isBare = page.length === 0 || (page.length === 1 && /^index\.\w+$/.test(page[0]?.[0] ?? ""));
  const pattern = route === undefined ? pathOf(page) : `${isBare ? "" : pathOf(page)}#${pathOf(inner)}`;
  const words = [...(isBare ? [] : page), ...inner].flatMap(([, word]) => word ?? []);
  const views = [...new URLSearchParams(`${search}&${query}`)].flatMap(([name, value]) =>
    VIEW_PARAMETERS.has(name) && /^[\w-]+$/.test(value) && !isProbablyId(value)
      ? [{ pattern: `${pattern}?${new URLSearchParams([[name, value]])}`, words: [...words, value] }]
      : [],
  );
  return [{ pattern, words }, ...views.slice(0, 1)];
}
