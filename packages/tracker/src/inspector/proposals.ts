import { compileRules, OTHER_FEATURE } from "../protocol/index.ts";
import { ACTION_ATTRIBUTE, FEATURE_ATTRIBUTE } from "../region.ts";
import { resolveRule } from "../rules.ts";
import { allWith } from "./composed-tree.ts";
import { nameOf, proposeActionName, proposeFeatureKey } from "./key-name.ts";
import { listRules, ruleOf, type ListedRule } from "./rule-list.ts";
import type { PageFacts, Standing } from "./standing.ts";
import { proposeUrls, type KnownIds } from "./url-proposal.ts";
import { controlAround, describe, labelOfControl, labelOfPart, partAround } from "./words-of.ts";

/** A text to paste, and where. */
export interface Piece {
  readonly into: string;
  readonly code: string;
}

/** A rule that somebody could write. */
export interface Proposal {
  /** What it would count, as a heading. */
  readonly title: string;
  /** The element that it is about; undefined where it is the address. */
  readonly element: Element | undefined;
  /** What a key of this kind is called. */
  readonly keyLabel: string;
  /** The key that is proposed; whoever writes the rule may choose another. */
  readonly key: string;
  /** How long it holds, as a sentence. */
  readonly steadiness: string;
  /** What it takes in now, as a sentence. */
  readonly matches: (key: string) => string;
  readonly pieces: (key: string) => readonly Piece[];
}

/** A key as a property of an object literal. */
const property = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

const attribute = (name: string, value: string): string =>
  `${name}="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;

const CONFIG = "uptake.config.ts";

const countWith = (name: string, key: string): string => {
  const count = allWith(name).filter((element) => element.getAttribute(name) === key).length;
  return count === 0
    ? "Nothing on this page bears it yet."
    : `${count} ${count === 1 ? "element" : "elements"} of this page ${count === 1 ? "bears" : "bear"} it already.`;
};

const MARKED = "Steady: it is yours, and whoever redesigns the page sees it.";

function proposeAction(control: Element, feature: string): Proposal {
  const isForm = control.tagName === "FORM";
  const key = proposeActionName(labelOfControl(control), feature === OTHER_FEATURE ? "" : feature);
  return {
    title: isForm ? "Count that this form is sent" : "Count each click on this",
    element: control,
    keyLabel: "Action",
    key: key || "thing.done",
    steadiness: `${MARKED} Only actions of the definitions are engagement.`,
    matches: (of) => countWith(ACTION_ATTRIBUTE, of),
    pieces: (of) => [
      { into: `the HTML of ${describe(control)}`, code: attribute(ACTION_ATTRIBUTE, of) },
      {
        into: `actions of ${CONFIG}`,
        code: `${property(of)}: { name: ${JSON.stringify(nameOf(of))} },`,
      },
    ],
  };
}

function proposePart(part: Element, now: string, written: readonly ListedRule[]): Proposal {
  const isFrame = part.tagName === "IFRAME";
  const label = proposeFeatureKey(labelOfPart(part)) || "part-of-the-page";
  return {
    title: isFrame ? "Make this frame a feature" : "Make this part of the page a feature",
    element: part,
    keyLabel: "Feature",
    key: label === now ? `${label}-part` : label,
    steadiness: isFrame
      ? `${MARKED} Time counts while the focus is inside.`
      : `${MARKED} The definitions need it once.`,
    matches: (of) => (of === now ? "It has this part already." : countWith(FEATURE_ATTRIBUTE, of)),
    pieces: (of) => [
      { into: `the HTML of ${describe(part)}`, code: attribute(FEATURE_ATTRIBUTE, of) },
      // Written twice, the second would take the place of the first and its addresses.
      ...(written.some(({ feature }) => feature === of)
        ? []
        : [{ into: `features of ${CONFIG}`, code: `${property(of)}: { name: ${JSON.stringify(nameOf(of))} },` }]),
    ],
  };
}

/** How many addresses on this page a pattern claims. */
function countLinks(pattern: string): string {
  const rules = compileRules([{ feature: "it", urls: [pattern] }]);
  const links = new Set([...document.links].filter(({ origin }) => origin === location.origin).map(({ href }) => href));
  const claimed = [...links].filter((href) => resolveRule(rules, href) !== undefined).length;
  const ofLinks = links.size === 0 ? "" : `, and ${claimed} of the ${links.size} addresses to which it links`;
  return `Matches this page${ofLinks}.`;
}

/** A key for an address, other than that of the feature that has it now. */
function keyOf(words: readonly string[], pattern: string, written: readonly ListedRule[], now?: ListedRule): string {
  const [last = "home", before = ""] = words.toReversed();
  const short = proposeFeatureKey(last) || "page";
  if (short === now?.feature) return `${short}-${/:\w+$/.test(pattern) ? "detail" : "page"}`;
  const isTaken = written.some(({ feature }) => feature === short);
  return (isTaken && before && proposeFeatureKey(`${before} ${last}`)) || short;
}

function proposeAddresses({ href, rules = {} }: PageFacts, known: KnownIds): Proposal[] {
  const written = listRules(rules);
  const now = ruleOf(rules, href);
  return proposeUrls(href, known).flatMap(({ pattern, words }, index) => {
    if (written.some((rule) => rule.pattern === pattern)) return [];
    const guessed = pattern.includes(":") ? "; which parts are ids is guessed, so look at the pattern" : "";
    const from = now ? ` It would take the page from ${now.feature}, whose rule is ${now.pattern}` : "";
    return {
      title: `Make this ${index === 0 ? "page" : "view of the page"} a feature${now ? " of its own" : ""}`,
      element: undefined,
      keyLabel: "Feature",
      key: keyOf(words, pattern, written, now),
      steadiness: `Holds as long as your addresses do${guessed}.${from}`,
      matches: (of: string) => (of === now?.feature ? "It has this page already." : countLinks(pattern)),
      pieces: (of: string) => [
        written.some(({ feature }) => feature === of)
          ? { into: `urls of ${of} in ${CONFIG}`, code: `${JSON.stringify(pattern)},` }
          : {
              into: `features of ${CONFIG}`,
              code: `${property(of)}: { name: ${JSON.stringify(nameOf(of))}, urls: [${JSON.stringify(pattern)}] },`,
            },
      ],
    };
  });
}

/**
 * The rules that somebody could write for an element: attributes before addresses. Never a selector of classes or positions.
 * What is there already isn't proposed.
 */
export function propose(element: Element, page: PageFacts, standing: Standing, known: KnownIds): readonly Proposal[] {
  const control = controlAround(element);
  const part = partAround(element);
  const isWhole = element === document.body || element === document.documentElement;
  return [
    ...(control && standing.action === undefined ? [proposeAction(control, standing.feature)] : []),
    ...(isWhole || (part === control && part.tagName !== "FORM") || part.hasAttribute(FEATURE_ATTRIBUTE)
      ? []
      : [proposePart(part, standing.feature, listRules(page.rules ?? {}))]),
    ...proposeAddresses(page, known),
  ];
}
