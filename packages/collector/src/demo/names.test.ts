import { describe, expect, it } from "vitest";
import { createNames, slugOf } from "./names.ts";
import { PLACES, type Place } from "./places.ts";
import { createRandom } from "./random.ts";

describe("createNames", () => {
  it("never gives a name or an id twice, also when the lists have run out", () => {
    const names = createNames(createRandom("names"), []);
    const lonely: Place = { country: "KR", timeZone: "Asia/Seoul", cultures: ["korean"] };
    const people = Array.from({ length: 3_000 }, () => names.person(lonely));
    const companies = Array.from({ length: 3_000 }, () => names.company(lonely));
    for (const named of [people, companies]) {
      expect(new Set(named.map(({ id }) => id)).size).toBe(3_000);
      expect(new Set(named.map(({ name }) => name)).size).toBe(3_000);
    }
  });

  it("leaves names that are taken alone", () => {
    const place: Place = { country: "SE", timeZone: "Europe/Stockholm", cultures: ["nordic"] };
    const { name } = createNames(createRandom("taken"), []).person(place);
    expect(createNames(createRandom("taken"), []).person(place).name).toBe(name);
    expect(createNames(createRandom("taken"), [name]).person(place).name).not.toBe(name);
  });

  it("makes ASCII ids of names in any Latin alphabet", () => {
    expect(slugOf("Łucja Żak")).toBe("lucja-zak");
    expect(slugOf("Søren O'Connor & Söhne")).toBe("soren-o-connor-sohne");
    expect(slugOf("Ayşe Yıldız")).toBe("ayse-yildiz");
    const names = createNames(createRandom("ids"), []);
    for (const place of PLACES) {
      for (let draw = 0; draw < 60; draw += 1) {
        expect(names.person(place).id).toMatch(/^u_[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(names.company(place).id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      }
    }
  });
});
