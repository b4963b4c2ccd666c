import { expect, test } from "vitest";
import { serverOfScript } from "./server-of-script.ts";

test.each([
  ["https://uptake.example/uptake-widget.js", "https://uptake.example"],
  ["https://uptake.example/v/1.0.0/uptake-widget.js?x=1", "https://uptake.example"],
  ["https://app.example/usage/uptake-widget.js", "https://app.example/usage"],
  ["https://app.example/usage/v/1.0.0/uptake-widget.js", "https://app.example/usage"],
  ["http://localhost:4600/assets/app.js", "http://localhost:4600"],
])("the script %s belongs to %s", (source, server) => {
  expect(serverOfScript(source)).toBe(server);
});

test.each(["", "not an address", "data:text/javascript,1"])("%o belongs to no server", (source) => {
  expect(serverOfScript(source)).toBeNull();
});
