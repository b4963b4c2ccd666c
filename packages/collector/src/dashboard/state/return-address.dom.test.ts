import { beforeEach, expect, test } from "vitest";
import { createReturnAddress } from "./return-address.ts";

const hour = 3_600_000;
beforeEach(() => localStorage.clear());

test("somebody who had to sign in comes back to where they were, once", () => {
  const address = createReturnAddress(localStorage);
  address.remember("/features?account=acme", 0);
  expect(address.take(hour)).toBe("/features?account=acme");
  expect(address.take(hour)).toBeNull();
});

test("after an hour the address is forgotten", () => {
  const address = createReturnAddress(localStorage);
  address.remember("/accounts", 0);
  expect(address.take(hour + 1)).toBeNull();
});

test.each(["//evil.example", "https://evil.example", "/sign-in", "/accounts//evil", "javascript:alert(1)"])(
  "%s is never gone to",
  (stored) => {
    const address = createReturnAddress(localStorage);
    address.remember(stored, 0);
    expect(address.take(0)).toBeNull();
    localStorage.setItem("uptake:return-address", JSON.stringify({ address: stored, atMs: 0 }));
    expect(address.take(0)).toBeNull();
  },
);
