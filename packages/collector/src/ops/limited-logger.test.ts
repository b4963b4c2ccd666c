import { expect, test } from "vitest";
import { createLimitedLogger } from "./limited-logger.ts";

test("each class of warnings has one line a minute, which says how many were left out; classes don't silence each other", () => {
  let nowMs = 0;
  const lines: unknown[] = [];
  const write = (fields: object, message: string): void => void lines.push([message, fields]);
  const logger = createLimitedLogger({ info: write, warn: write, error: write }, () => nowMs);
  for (let count = 0; count < 1_000; count += 1) logger.warnOf("a", { door: "/a" }, "refused");
  logger.warnOf("b", { door: "/b" }, "refused");
  for (let count = 0; count < 1_000; count += 1) logger.error({}, "broken");
  logger.info({}, "started");
  expect(lines).toEqual([
    ["refused", { door: "/a" }],
    ["refused", { door: "/b" }],
    ...Array.from({ length: 5 }, () => ["broken", {}]),
    ["started", {}],
  ]);
  lines.length = 0;
  nowMs = 60_000;
  logger.warnOf("a", { door: "/a" }, "refused");
  nowMs = -60_000;
  logger.warn({}, "other");
  logger.warnOf("a", { door: "/a" }, "refused");
  expect(lines).toEqual([
    ["refused", { door: "/a", more: 999 }],
    ["other", {}],
    ["refused", { door: "/a" }],
  ]);
});
