import { expect, test } from "vitest";
import type { KeptMembersQuestion } from "../api/reading/kept.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { openInMemory } from "./kept-file.ts";
import { keptNames, keptSegmentMembers } from "./kept-segments.ts";

/** More than are sorted after they were found; small workspaces are compared with what is counted elsewhere. */
const [USERS, ACCOUNTS] = [24_000, 5];
const EVERYBODY: KeptMembersQuestion = {
  segment: "admins",
  of: "user",
  scope: ALL_ACCOUNTS,
  search: "",
  descending: false,
  limit: 3,
  offset: 10,
};

interface Person {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

test("where a segment has many members, or few of them are asked for, they come in the same order", () => {
  const file = openInMemory();
  const all = (sql: string, values = {}) => file.prepare(sql).all(values);
  const put = file.prepare("INSERT INTO users (id, key, account, search, name) VALUES (?, ?, ?, ?, ?)");
  const putRow = file.prepare("INSERT INTO users_rows (id, row) VALUES (?, json_object('name', ?))");
  const putSegment = file.prepare("INSERT INTO user_segments (id, segment) VALUES (?, ?)");
  // Names are in another order than ids, and every third is the same.
  const people = Array.from({ length: USERS }, (_, index): Person => ({
    id: `u${index}`,
    account: `a${index % ACCOUNTS}`,
    name: `n${Math.floor((index * 7_919) / 3) % 1_000}`,
    isAdmin: index % 8 !== 0,
  }));
  file.exec("BEGIN");
  for (const [index, { id, account, name, isAdmin }] of people.entries()) {
    put.run(index, id, account, `${name}\n${id}`, name);
    putRow.run(index, name.toUpperCase());
    putSegment.run(index, isAdmin ? "admins" : "others");
  }
  file.exec("COMMIT");
  const page = (of: (person: Person) => boolean, descending = false) => {
    const found = people.filter((person) => person.isAdmin && of(person));
    const sorted = found
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .toSorted((one, other) => {
        if (one.name === other.name) return 0;
        return one.name < other.name === descending ? 1 : -1;
      });
    const rows = sorted.slice(10, 13).map(({ id, name }) => ({ id, name: name.toUpperCase() }));
    return { total: found.length, rows };
  };
  const ask = (more: Partial<KeptMembersQuestion>) => keptSegmentMembers(all, { ...EVERYBODY, ...more });

  expect(page(() => true).total).toBe(21_000);
  expect(ask({})).toEqual(page(() => true));
  expect(ask({ descending: true })).toEqual(page(() => true, true));
  const accounts = ["a1", "a3"];
  const ofSome = page(({ account }) => accounts.includes(account));
  expect(ask({ scope: { kind: "only", accounts } })).toEqual(ofSome);
  expect(ask({ search: "U7" })).toEqual(page(({ id }) => id.includes("u7")));
  expect(ask({ segment: "none" })).toEqual({ total: 0, rows: [] });
  expect(keptNames(all, "user", ["u1", "nobody"])).toEqual(new Map([["u1", people[1]?.name.toUpperCase()]]));
  file.close();
});
