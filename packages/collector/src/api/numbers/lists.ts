import type { WorkspaceDay } from "../../domain/day.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import type { AccountRow } from "../../store/facts.ts";
import type { Doer } from "../reading/person-figures.ts";
import type { Names } from "./names.ts";
import type { Evidence, Measurement, NumberDefinition, NumberReference, Subject } from "./number.ts";

/** Numbers that are as large as a list is long. */
export function lengthOf(
  rows: readonly Evidence[],
  rest: Partial<Pick<Measurement, "excluded" | "terms" | "rowUnit">> = {},
): Measurement {
  return { terms: [], excluded: [], ...rest, value: rows.length, rows };
}

/** An account in a list; it opens as its own use unless said. */
export function accountEvidence(
  account: AccountRow,
  value: number | null = null,
  opens: NumberReference = { number: "activeMs", subject: { account: account.id } },
): Evidence {
  const { id, name, plan, premium, createdAt, churnedAt, subscription } = account;
  return {
    kind: "account",
    id,
    name: name ?? id,
    value,
    opens,
    details: { plan, premium, createdAt, churnedAt, subscription },
  };
}

/** A person in a list. */
export function userEvidence(
  { user, accounts, presence, loginClass }: Doer,
  names: Names,
  value: number | null = null,
  opens: NumberReference = { number: "activeMs", subject: { user } },
): Evidence {
  const lastSeen = presence?.lastSeenDay ?? null;
  return {
    kind: "user",
    id: user,
    name: names.of("user", user),
    value,
    opens,
    details: { accounts: accounts.join("; "), loginClass, lastActiveDay: lastSeen === null ? null : isoDate(lastSeen) },
  };
}

/** A day on which somebody was there; it opens as their time on it, which is 0 where only the host's server saw them. */
export function dayOfUse(day: WorkspaceDay, subject: Subject, value: number | null = null): Evidence {
  const id = isoDate(day);
  const opens = { number: "activeMs", subject, over: { from: day, to: day } };
  return { kind: "day", id, name: id, value, opens, details: {} };
}

/** What every number that counts a list has in common. */
export function countOf(
  definition: Pick<NumberDefinition, "id" | "name" | "formula" | "measure"> &
    Partial<Pick<NumberDefinition, "subjects" | "splits" | "requires">>,
): NumberDefinition {
  return { unit: "count", kind: "length", subjects: ["account"], splits: ["user"], ...definition };
}
