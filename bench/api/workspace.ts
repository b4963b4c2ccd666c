import type { Definitions } from "../../packages/collector/src/domain/definitions/definitions.ts";

/** What the generated company's product consists of. */

export const FEATURES = [
  "conversations",
  "calendars",
  "workflows",
  "contacts",
  "opportunities",
  "phone",
  "payments",
  "reports",
  "sites",
] as const;

export const MODULES = ["communication", "scheduling", "sales"] as const;

export const WORKSPACE: Definitions = {
  features: Object.fromEntries(
    FEATURES.map((feature, index) => [
      feature,
      { name: feature, module: MODULES[index % 3] ?? "sales", core: index < 4 },
    ]),
  ),
  modules: Object.fromEntries(MODULES.map((module) => [module, { name: module, targetPercent: 70 }])),
  // They would be counted while questions are measured.
  snapshots: "none",
  actions: { "record.saved": { name: "Records saved" } },
  assetTypes: { flow: { name: "Flows", feature: "workflows" }, calendar: { name: "Calendars", feature: "calendars" } },
};
