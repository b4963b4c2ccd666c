import { expect, test } from "vitest";
import example from "../../examples/crm/uptake.config.ts";
import { DEMO_DEFINITIONS } from "../../packages/collector/src/demo/demo-definitions.ts";

// The example is there to be copied, and the demo works without it: each says what it needs, and both tell of one product.
test.for(["features", "modules", "actions", "assetTypes", "segments", "successRoles"] as const)(
  "the demo's company and the example host app know the same %s",
  (part) => {
    expect(Object.keys(DEMO_DEFINITIONS[part] ?? {}).toSorted()).toEqual(Object.keys(example[part]).toSorted());
  },
);
