import { licensedPeople } from "../reading/account-figures.ts";
import { moduleSeatRows } from "../reading/module-seats.ts";
import { groupBy } from "../../domain/group-by.ts";
import { moduleSeats } from "../../domain/modules/module-seats.ts";
import type { SeatsRow } from "../../store/pushed.ts";
import { createNames, type Names } from "./names.ts";
import { sumOf, type Evidence, type NumberDefinition } from "./number.ts";

/** People with a seat, module or not. */
export const LICENSED_USERS: NumberDefinition = {
  id: "licensedUsers",
  name: "Licensed users",
  unit: "count",
  kind: "sum",
  formula:
    "People with a seat in any module: those who are told by name, or as many as the module with the most seats has, if those are more. Over several accounts the sum. Of one module its licences.",
  subjects: ["account", "module"],
  splits: ["user"],
  async measure(reading, { module }) {
    const [told, names] = await Promise.all([moduleSeatRows(reading), createNames(reading)]);
    const seats = told.filter((row) => (module ?? row.module) === row.module);
    const byAccount = groupBy(seats, ({ account }) => account);
    const rows = [...byAccount].flatMap(([account, own]) => seatRows(account, own, names));
    const licences = seats.reduce((sum, row) => sum + (moduleSeats(row).licensed ?? 0), 0);
    const isTold = [...byAccount.values()].some((own) => licensedPeople(own) !== null);
    const value = isTold ? sumOf(rows) : null;
    return {
      value,
      terms: [],
      rows,
      excluded: [
        {
          what: "Licences of further modules",
          why: "People are counted: whoever has seats in two modules is one.",
          value: Math.max(0, licences - sumOf(rows)),
        },
      ],
    };
  },
};

function seatRows(account: string, seats: readonly SeatsRow[], names: Names): readonly Evidence[] {
  const people = [...new Set(seats.flatMap(({ users }) => users ?? []))].toSorted();
  const rows = people.map((user): Evidence => ({
    kind: "user",
    id: `${user} ${account}`,
    name: `${names.of("user", user)}, ${names.of("account", account)}`,
    value: 1,
    opens: null,
    details: {
      user,
      account,
      modules: seats
        .filter(({ users }) => users?.includes(user))
        .map(({ module }) => module)
        .join("; "),
    },
  }));
  const unnamed = (licensedPeople(seats) ?? 0) - people.length;
  if (unnamed === 0) return rows;
  const most = seats.reduce((largest, one) => ((one.licensed ?? 0) > (largest.licensed ?? 0) ? one : largest));
  return [
    ...rows,
    {
      kind: "account",
      id: account,
      name: `${names.of("account", account)}, seats that name nobody`,
      value: unnamed,
      opens: null,
      details: { account, module: most.module, licensed: most.licensed },
    },
  ];
}
