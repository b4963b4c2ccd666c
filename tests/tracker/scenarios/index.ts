import type { Scenario } from "../scenario.ts";
import { attentionScenarios } from "./attention.ts";
import { deliveryScenarios } from "./delivery.ts";
import { machineScenarios } from "./machine.ts";
import { passiveScenarios } from "./passive.ts";
import { placeScenarios } from "./places.ts";

/** Every scenario, in the order of the table. */
export const scenarios: readonly Scenario[] = [
  ...attentionScenarios,
  ...placeScenarios,
  ...machineScenarios,
  ...passiveScenarios,
  ...deliveryScenarios,
];
