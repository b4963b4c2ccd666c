import type { Scenario } from "../scenario.ts";
import { attentionScenarios } from "./attention.ts";

/** Every scenario, the longest first, so that none of them is what all the others have waited for. */
export const scenarios: readonly Scenario[] = [...attentionScenarios];
