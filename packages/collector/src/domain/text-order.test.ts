import { array, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { foldedText, naturalKey } from "./text-order.ts";

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const CHARACTERS = [..."abzAZ0129 _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$ßæœøłđðħéüÑçÅšžÀĆ\t\n"];

test("keys sort as a collator sorts texts: Latin letters, numbers of any length, signs", () => {
  const text = array(constantFrom(...CHARACTERS), { maxLength: 8 }).map((parts) => parts.join(""));
  assert(
    property(text, text, (one, other) => {
      const [oneKey, otherKey] = [naturalKey(one), naturalKey(other)];
      const order = Number(oneKey > otherKey) - Number(oneKey < otherKey);
      expect(order).toBe(Math.sign(COLLATOR.compare(one, other)));
    }),
    { numRuns: 2_000 },
  );
});

test("letters and signs of other alphabets keep their places among Latin ones", () => {
  const texts = ["€ 5", "5", "abc", "zulu", "Ωmega", "Дело", "日本"];
  expect(texts.toReversed().toSorted((one, other) => (naturalKey(one) < naturalKey(other) ? -1 : 1))).toEqual(texts);
  expect(texts.toReversed().toSorted(COLLATOR.compare)).toEqual(texts);
});

test("a long text has a short key, which is whole", () => {
  expect(naturalKey("a".repeat(5_000))).toBe("a".repeat(100));
  expect(naturalKey(`${"a".repeat(99)}\u{20000}`)).not.toMatch(/\p{Cs}/u);
});

test("folding takes case and diacritics away", () => {
  expect(foldedText("JOSÉ Žižek")).toBe("jose zizek");
});
