import { slotStartMs } from "@uptake/tracker/protocol";
import { isoDate } from "../domain/period/calendar-date.ts";
import { isWithin } from "../domain/period/day-range.ts";
import type { EventRow } from "../store/adoptions.ts";
import type { AdoptionsReply, AdoptionsRow } from "./contract.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { readText } from "./query/parameters.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import { readFeature, stageTexts } from "./stage-rows.ts";
import { answerList, type List } from "./tables/list.ts";

export const ADOPTIONS_LIST: List<AdoptionsRow> = {
  name: "adoptions",
  keys: ["event", "user", "account", "feature"],
  sorts: ["adoptedAt", "foundAt", "name", "accountName", "featureName", "epoch", "definitionVersion"],
  columns: [
    "event",
    "user",
    "name",
    "account",
    "accountName",
    "feature",
    "featureName",
    "day",
    "adoptedAt",
    "epoch",
    "foundAt",
    "definitionVersion",
  ],
  arrangement: { texts: stageTexts, defaultSort: { by: "adoptedAt", descending: true } },
};

/**
 * `GET /v1/adoptions?feature=&user=`: who adopted what in the period, as it was found out: each adoption is one event, for
 * ever, also where a removal has ended it since.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readAdoptions(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, ADOPTIONS_LIST, request.accept);
  const user = readText(parameters, "user");
  const reading = await readingOfPeople(request);
  const feature = readFeature(parameters, reading);
  const days = reading.within(reading.days);
  const [events, names, people] = await Promise.all([
    reading.records.events(reading.scope),
    createNames(reading),
    reading.isOfSome ? reading.users() : null,
  ]);
  const isOne = new Set(people?.map(({ id }) => id));
  const row = ({ id, slot, foundAtMs, ...event }: EventRow): AdoptionsRow => ({
    event: id,
    user: event.user,
    name: names.of("user", event.user),
    account: event.account,
    accountName: names.of("account", event.account),
    feature: event.feature,
    featureName: names.of("feature", event.feature),
    day: isoDate(reading.calendar.dayOfSlot(slot)),
    adoptedAt: slotStartMs(slot),
    epoch: event.epoch,
    foundAt: foundAtMs,
    definitionVersion: event.definitionVersion,
  });
  const rows = events
    .filter((event) => (feature ?? event.feature) === event.feature && (user ?? event.user) === event.user)
    .filter((event) => people === null || isOne.has(event.user))
    .filter(({ slot }) => isWithin(reading.calendar.dayOfSlot(slot), days))
    .map(row);
  const head: Omit<AdoptionsReply, "total" | "rows"> = reading.head;
  return answerList(ADOPTIONS_LIST, rows, query, head);
}
