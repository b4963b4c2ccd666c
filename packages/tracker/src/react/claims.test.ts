import { expect, test } from "vitest";
import { createClaims } from "./claims.ts";

/** What a tracker hears. */
function listen() {
  const heard: string[] = [];
  const by = {
    enter: (feature: string) => void heard.push(feature),
    leave: () => void heard.push("(leave)"),
  };
  return { heard, claims: createClaims(), of: (feature: string) => ({ feature, by }) };
}
const commit = () => Promise.resolve();

test("a component has the page until it goes", async () => {
  const { heard, claims, of } = listen();
  const end = claims.add(1, of("checkout"));
  await commit();
  end();
  await commit();
  expect(heard).toEqual(["checkout", "(leave)"]);
});

test("of components that come at once, from the inside out, the innermost has it, and then the one around it", async () => {
  const { heard, claims, of } = listen();
  const endInner = claims.add(2, of("dialler"));
  const endOuter = claims.add(1, of("contacts"));
  await commit();
  endInner();
  await commit();
  endOuter();
  await commit();
  expect(heard).toEqual(["dialler", "contacts", "(leave)"]);
});

test("what is around it may go, and nothing changes", async () => {
  const { heard, claims, of } = listen();
  const endOuter = claims.add(1, of("contacts"));
  claims.add(2, of("dialler"));
  await commit();
  endOuter();
  await commit();
  expect(heard).toEqual(["dialler"]);
});

test("where one takes another's place, nothing is visited in between; and what comes back at once never left", async () => {
  const { heard, claims, of } = listen();
  const end = claims.add(1, of("contacts"));
  await commit();
  end();
  const endNext = claims.add(1, of("calendars"));
  await commit();
  endNext();
  claims.add(1, of("calendars"));
  await commit();
  expect(heard).toEqual(["contacts", "calendars"]);
});
