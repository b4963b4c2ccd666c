import { chromium } from "./chromium.ts";
import { scenarios } from "./scenarios/index.ts";
import { tellScenarios } from "./tell.ts";

tellScenarios(
  [chromium],
  scenarios.filter(({ form }) => form === "short"),
);
