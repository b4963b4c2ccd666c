import { isId, OTHER_FEATURE, type RuleStep } from "../protocol/index.ts";
import { ACTION_ATTRIBUTE, closestWith, FEATURE_ATTRIBUTE } from "../region.ts";
import { ruleOf } from "./rule-list.ts";

/** What is known of the page as a whole. */
export interface PageFacts {
  readonly href: string;
  /** The workspace's rules; undefined while they have not come. */
  readonly rules: RuleStep | undefined;
  /** What the host's code has claimed the page for, by `enter`. */
  readonly claimed: string | undefined;
}

/** What an element counts for now. */
export interface Standing {
  readonly feature: string;
  /** Why, as a sentence. */
  readonly why: string;
  /** The action that a click in it counts, or the submission of a form. */
  readonly action: string | undefined;
}

function featureOf(element: Element, { href, rules, claimed }: PageFacts): Omit<Standing, "action"> {
  if (claimed !== undefined)
    return { feature: claimed, why: `Your code gave it the page, by enter(${JSON.stringify(claimed)}).` };
  const region = closestWith(FEATURE_ATTRIBUTE, element);
  const declared = region?.getAttribute(FEATURE_ATTRIBUTE);
  if (isId(declared))
    return { feature: declared, why: `${FEATURE_ATTRIBUTE} on <${region?.tagName.toLowerCase()}> says so.` };
  if (rules === undefined)
    return { feature: OTHER_FEATURE, why: "The definitions have not come, so no address is claimed." };
  const rule = ruleOf(rules, href);
  return rule
    ? { feature: rule.feature, why: `The address matches its rule ${rule.pattern}` }
    : {
        feature: OTHER_FEATURE,
        why: `No rule claims this address, and nothing around it bears ${FEATURE_ATTRIBUTE}.`,
      };
}

/** Which feature whoever uses an element uses, and why: what the tracker would decide. */
export function standingOf(element: Element, page: PageFacts): Standing {
  const action = closestWith(ACTION_ATTRIBUTE, element)?.getAttribute(ACTION_ATTRIBUTE);
  return { ...featureOf(element, page), action: isId(action) ? action : undefined };
}
