import { expect, test } from "vitest";

test("importing it where there is no browser does nothing and throws nothing", async () => {
  await expect(import("./index.ts")).resolves.toBeDefined();
});
