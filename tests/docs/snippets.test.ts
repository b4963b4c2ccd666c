import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const readme = readFileSync("packages/collector/README.md", "utf8");

test.each(["uptake.ts", "express.ts", "hono.ts", "app/uptake/[[...path]]/route.ts", "next.config.ts"])(
  "what the collector's page shows as %s is what its tests run",
  (file) => {
    expect(readme).toContain(`\`\`\`ts\n${readFileSync(`tests/mounted/host/${file}`, "utf8")}\`\`\``);
  },
);
