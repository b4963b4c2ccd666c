import { userFigures } from "../reading/person-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { membersOf } from "../reading/segments.ts";
import { accountEvidence, countOf, lengthOf, userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** Who is in a segment. */
export const SEGMENT_MEMBERS: NumberDefinition = countOf({
  id: "segmentMembers",
  name: "Members of a segment",
  formula: "The accounts, or people, of whom the segment's rule holds as of the last day.",
  subjects: ["account", "inSegment"],
  requires: ["inSegment"],
  splits: ["user"],
  async measure(reading, { inSegment = "" }) {
    const members = new Set(await membersOf(reading, inSegment));
    const isOfAccounts = reading.definitions.segments.get(inSegment)?.of === "account";
    const all = await (isOfAccounts ? accountsById(reading) : peopleById(reading));
    const rows = [...members].toSorted().flatMap((id) => all.get(id) ?? []);
    const others = { what: "Others", why: "The segment's rule doesn't hold of them.", value: all.size - rows.length };
    return lengthOf(rows, { excluded: [others] });
  },
});

async function accountsById(reading: Reading): Promise<ReadonlyMap<string, Evidence>> {
  return new Map((await reading.accounts()).map((account) => [account.id, accountEvidence(account)]));
}

async function peopleById(reading: Reading): Promise<ReadonlyMap<string, Evidence>> {
  const [figures, names] = await Promise.all([userFigures(reading), createNames(reading)]);
  return new Map([...figures].map(([user, person]) => [user, userEvidence(person, names)]));
}
