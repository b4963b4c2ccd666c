import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foldText, textOrderKey } from "./text-order.ts";

const compare = (one: string, other: string): number =>
  Number(textOrderKey(one) > textOrderKey(other)) - Number(textOrderKey(one) < textOrderKey(other));

test("a search finds what is written with other case and accents", () => {
  expect(foldText("José ÅNGSTRÖM")).toBe("jose angstrom");
});

test("numbers go by their value, before letters and after punctuation", () => {
  const texts = [
    "item 10",
    "Item 9",
    "item 2b",
    "Item",
    "_item",
    "10 items",
    "9 items",
    "Éclair",
    "eclair 2",
    "007",
    "8",
  ];
  expect(texts.toSorted(compare)).toEqual([
    "_item",
    "007",
    "8",
    "9 items",
    "10 items",
    "Éclair",
    "eclair 2",
    "Item",
    "item 2b",
    "Item 9",
    "item 10",
  ]);
});

test("words of letters, digits and spaces come in the order of a collator", () => {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const words = fc.string({ unit: fc.constantFrom(..."abYZéß09 1"), maxLength: 8 });
  fc.assert(
    fc.property(words, words, (one, other) => {
      expect(compare(one, other)).toBe(Math.sign(collator.compare(one, other)));
    }),
  );
});
