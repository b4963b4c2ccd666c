import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isId } from "../protocol/index.ts";
import { nameOf, proposeActionName, proposeFeatureKey } from "./key-name.ts";

describe("A feature's key", () => {
  test.for([
    ["Contacts", "contacts"],
    ["Contact list", "contact-list"],
    ["contactList", "contact-list"],
    ["  Café & Bar! ", "cafe-bar"],
    ["連絡先", "連絡先"],
    ["constructor", ""],
    ["…", ""],
  ] as const)("from %s is “%s”", ([label, key]) => {
    expect(proposeFeatureKey(label)).toBe(key);
  });

  test("has whole words, as many as one reads aloud", () => {
    expect(proposeFeatureKey("The quick brown fox jumps over the lazy dog")).toBe(
      "the-quick-brown-fox-jumps-over-the-lazy",
    );
  });

  test("becomes a name for screens", () => {
    expect(nameOf("contact-list")).toBe("Contact list");
    expect(nameOf("email.sent")).toBe("Email sent");
    expect(nameOf("-")).toBe("-");
  });
});

describe("An action's name says what was done with what", () => {
  test.for([
    ["Send email", "", "email.sent"],
    ["Create a new contact", "", "contact.created"],
    ["Export", "reports", "reports.exported"],
    ["Copy", "", "thing.copied"],
    ["Schedule your demo", "", "demo.scheduled"],
    ["Next", "", "next.clicked"],
    ["constructor", "", ""],
    ["→", "", ""],
  ] as const)("%s in “%s”: %s", ([label, feature, name]) => {
    expect(proposeActionName(label, feature)).toBe(name);
  });
});

test("whatever the label, what is proposed is nothing or a key, and in no capitals", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string()), fc.string(), (label, feature) => {
      for (const key of [proposeFeatureKey(label), proposeActionName(label, feature)]) {
        expect(key === "" || isId(key)).toBe(true);
        expect(key).not.toMatch(/[A-Z]/);
      }
    }),
  );
});
