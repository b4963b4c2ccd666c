import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { STUB } from "./stub.ts";

test("The stub is at most 300 bytes", () => {
  expect(new TextEncoder().encode(STUB).length).toBeLessThanOrEqual(300);
});

test("The stub keeps calls in order, however often it is pasted", () => {
  const window: { uptake?: { readonly q: unknown } } = {};
  const run = (code: string) => runInNewContext(code, { window });
  run(STUB);
  run("window.uptake.identify({ account: 'acme', user: 'u_1' })");
  run(STUB);
  run("window.uptake.track('sent', { count: 2 }); window.uptake.reset()");
  expect(JSON.parse(JSON.stringify(window.uptake?.q))).toEqual([
    ["identify", [{ account: "acme", user: "u_1" }]],
    ["track", ["sent", { count: 2 }]],
    ["reset", []],
  ]);
});

test("The stub keeps a thousand calls, since the script may never come", () => {
  const window: { uptake?: { readonly q: readonly unknown[] } } = {};
  runInNewContext(`${STUB};for (let count = 0; count < 5000; count += 1) window.uptake.track("sent")`, { window });
  expect(window.uptake?.q).toHaveLength(1_000);
});

test("A hold that is released before the script has come is not replayed", () => {
  const window: { uptake?: { readonly q: readonly unknown[] } } = {};
  runInNewContext(`${STUB};window.uptake.hold("call")();window.uptake.hold("other")`, { window });
  expect(JSON.parse(JSON.stringify(window.uptake?.q))).toEqual([
    ["hold", 0],
    ["hold", ["other"]],
  ]);
});
