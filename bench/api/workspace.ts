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
  segments: {
    paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
    busy: { name: "Busy", of: "account", when: { kind: "metric", metric: "activeMs", atLeast: 3_600_000 } },
    admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
  },
  milestones: {
    started: { name: "Started", rule: { kind: "time", activeMs: 600_000 } },
    team: { name: "The team is there", scope: "account", rule: { kind: "time", activeMs: 36_000_000 } },
  },
  assetTypes: { flow: { name: "Flows", feature: "workflows" }, calendar: { name: "Calendars", feature: "calendars" } },
};
