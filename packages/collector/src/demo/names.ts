import { PERSON_NAMES, type Place } from "./places.ts";
import type { Random } from "./random.ts";

/** A name that no other has, and an id made of it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

const COMPANY_HEADS = (
  "Bluebird|Northgate|Harbor|Juniper|Ironwood|Silver Birch|Lakeside|Copperleaf|Willow Creek|Summit|Redwood|Clearwater|" +
  "Maple Street|Foxglove|Beacon|Stonebridge|Amberfield|Kingfisher|Riverside|Hawthorn|Marigold|Old Mill|Granite|Larkspur"
).split("|");

const COMPANY_TRADES = (
  "Dental|Physiotherapy|Realty|Roofing|Plumbing|Fitness|Yoga|Veterinary Clinic|Law Group|Accounting|Interiors|Landscaping|" +
  "Insurance|Auto Repair|Driving School|Photography|Catering|Solar|Home Care|Travel|Optics|Language School|Events|Cleaning|" +
  "Mortgages|Tutoring|Chiropractic|Bike Shop|Print Studio|Day Spa"
).split("|");

/** Draws names that are unique for as long as the object lives. `taken` are names that are already given. */
export function createNames(
  random: Random,
  taken: readonly string[],
): { company(place: Place): Named; person(place: Place): Named } {
  const used = new Set(taken.map((name) => slugOf(name)));

  /** Draws until the slug is new; `attempt` counts from 0, so that the draw can widen. */
  function unique(draw: (attempt: number) => string): Named {
    for (let attempt = 0; ; attempt += 1) {
      const name = draw(attempt);
      const id = slugOf(name);
      if (used.has(id)) continue;
      used.add(id);
      return { id, name };
    }
  }

  /** A family's name, a local one, or one that could be anywhere. */
  function companyHead(place: Place): string {
    if (random.chance(0.3)) return lastName(place);
    const { brands } = PERSON_NAMES[place.cultures[0]];
    return random.pick<string>(brands.length > 0 && random.chance(0.55) ? brands : COMPANY_HEADS);
  }

  function lastName(place: Place): string {
    return random.pick(PERSON_NAMES[random.pick(place.cultures)].last);
  }

  return {
    company: (place) =>
      unique((attempt) => {
        const trade = random.pick(COMPANY_TRADES);
        if (attempt < 6) return `${companyHead(place)} ${trade}`;
        return `${companyHead(place)} & ${lastName(place)} ${trade}${attempt < 20 ? "" : ` ${attempt}`}`;
      }),
    person(place) {
      const { id, name } = unique((attempt) => {
        const culture = PERSON_NAMES[random.chance(0.6) ? place.cultures[0] : random.pick(place.cultures)];
        const initials = Array.from({ length: Math.floor(attempt / 6) }, () => `${random.pick(INITIALS)}. `).join("");
        return `${random.pick(culture.first)} ${initials}${random.chance(0.85) ? random.pick(culture.last) : lastName(place)}`;
      });
      return { id: `u_${id}`, name };
    },
  };
}

const INITIALS = [..."ABCDEFGHIJKLMNOPRSTW"];

/** Letters that Unicode doesn't decompose into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = { ø: "o", ł: "l", ı: "i", ß: "ss", æ: "ae", đ: "d" };

/** Lower-case ASCII words joined by hyphens: "Müller & Söhne" becomes "muller-sohne". */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[øłıßæđ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
