import { expect, test } from "vitest";
import { locateScript } from "./script-location.ts";

test.each([
  ["https://u.test/uptake.js?key=pk_1", "https://u.test", "/"],
  ["https://u.test:4600/uptake.js?key=pk_1#x", "https://u.test:4600", "/"],
  ["https://u.test/uptake.js?x=/a/b&key=pk_1&y=/", "https://u.test", "/"],
  ["https://app.test/usage/uptake.js?key=pk_1", "https://app.test/usage", "/"],
  ["https://u.test/v/1.2.3/uptake.js?key=pk_1", "https://u.test", "/v/1.2.3/"],
  ["https://app.test/usage/v/1.2.3-beta.1/uptake.js?key=pk_1", "https://app.test/usage", "/v/1.2.3-beta.1/"],
])("The script at %s belongs to the collector at %s", (source, base, folder) => {
  expect(locateScript(source)).toEqual({ key: "pk_1", base, folder: base + folder });
});
