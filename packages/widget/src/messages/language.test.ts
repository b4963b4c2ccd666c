import { expect, test } from "vitest";
import { chooseLanguage } from "./language.ts";

test.each([
  [["en-GB"], "en-GB"],
  [["de", "en-AU"], "en-AU"],
  [["en", "de", "en-IE"], "en-IE"],
  [["en-US", "en-GB"], "en-US"],
  [["de", "fr"], "en"],
  [[null, undefined, "", "not a language", "en-NZ"], "en-NZ"],
  [[], "en"],
])("of %j it takes %s", (wanted, tag) => {
  expect(chooseLanguage(wanted).tag).toBe(tag);
});
