import { expect, test } from "vitest";
import { countUnknownFields } from "./unknown-fields.ts";

test.each([
  ["nothing but what the protocol names", '{"v":1,"sdk":"x","sentAt":1,"writers":[]}', 0],
  [
    "every place",
    '{"v":1,"host":1,"writers":[{"color":1,"cells":[{"future":{"deep":[1]},"vitals":{"lcpMs":1,"ttfbMs":3}}]}]}',
    4,
  ],
  ["names that every object answers to", '{"toString":1,"constructor":2,"__proto__":{"v":1},"hasOwnProperty":3}', 4],
  ["actions, whose names are the host's", '{"writers":[{"cells":[{"actions":{"a":1,"b":2}}]}]}', 0],
  ["what has another shape", '{"writers":[7,null,[1],{"cells":{"a":1}},{"cells":[null,"x",[1],{"vitals":[1]}]}]}', 0],
])("unknown fields are counted in %s", (_what, body, count) => {
  expect(countUnknownFields(JSON.parse(body))).toBe(count);
});
