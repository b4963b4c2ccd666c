import { isoDate } from "../domain/period/calendar-date.ts";
import { lastDays } from "../domain/period/day-range.ts";
import type { DayRange } from "../domain/day.ts";
import { DEFAULT_PERIOD, type LapsesReply, type LapsesRow } from "./contract.ts";
import { addressTemplates } from "./number-address.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { askedUses, stageTexts } from "./stage-rows.ts";
import { answerList, type List } from "./tables/list.ts";

export const LAPSES_LIST: List<LapsesRow> = {
  name: "lapses",
  isOfDay: true,
  keys: ["user", "account", "feature"],
  sorts: ["name", "accountName", "featureName", "stage", "activeMs", "visits", "lastActiveDay"],
  columns: [
    "user",
    "name",
    "account",
    "accountName",
    "feature",
    "featureName",
    "stage",
    "activeMs",
    "visits",
    "lastActiveDay",
  ],
  arrangement: { texts: stageTexts, defaultSort: { by: "activeMs", descending: true } },
};

const WEEK_DAYS = 7;

/**
 * `GET /v1/lapses?feature=&user=`: members who used a feature in the week before and not in this one, those with the most to
 * lose first. A week are seven closed days, so that nobody is missed who only hasn't come yet today.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readLapses(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const query = readListQuery(parameters, LAPSES_LIST, request.accept);
  const reading = await readingOfPeople(request, DEFAULT_PERIOD);
  const since = lastDays(WEEK_DAYS, reading.lastClosedDay);
  const before = lastDays(WEEK_DAYS, since.from - 1);
  const activeMs = {
    number: "activeMs",
    of: { account: "account", user: "user", feature: "feature" },
    over: before,
  } as const;
  const head: Omit<LapsesReply, "total" | "rows"> = {
    ...reading.head,
    before: datesOf(before),
    since: datesOf(since),
    addresses: addressTemplates(parameters, { activeMs, visits: { ...activeMs, number: "visits" } }),
  };
  return answerList(LAPSES_LIST, await lapsedRows(reading, parameters, before, since), query, head);
}

async function lapsedRows(
  reading: Reading,
  parameters: URLSearchParams,
  before: DayRange,
  since: DayRange,
): Promise<readonly LapsesRow[]> {
  const { idleLimitIndex } = reading.definitions;
  const by = ["account", "user", "feature"] as const;
  const [asked, earlier, later, names] = await Promise.all([
    askedUses(reading, parameters),
    reading.totals({ by }, before),
    // Who has come back today has lapsed no more.
    reading.totals({ by }, { from: since.from, to: reading.lastDay }),
    createNames(reading),
  ]);
  const used = (row: { readonly activeMs: readonly number[]; readonly visits: number }): boolean =>
    row.visits > 0 || (row.activeMs[idleLimitIndex] ?? 0) > 0;
  const times = new Map(earlier.filter(used).map((row) => [useKey(row), row]));
  const cameBack = new Set(later.filter(used).map(useKey));
  return asked.flatMap((use): LapsesRow[] => {
    const { account, user, feature, stage, lastDay } = use;
    const time = times.get(useKey(use));
    if (time === undefined || cameBack.has(useKey(use)) || stage === "untouched" || lastDay === null) return [];
    return [
      {
        user,
        name: names.of("user", user),
        account,
        accountName: names.of("account", account),
        feature,
        featureName: names.of("feature", feature),
        stage,
        activeMs: time.activeMs[idleLimitIndex] ?? 0,
        visits: time.visits,
        lastActiveDay: isoDate(lastDay),
      },
    ];
  });
}

function datesOf({ from, to }: DayRange): { readonly from: string; readonly to: string } {
  return { from: isoDate(from), to: isoDate(to) };
}

/** Ids hold no control characters. */
function useKey(row: { readonly account?: string; readonly user?: string; readonly feature?: string }): string {
  return `${row.account}\n${row.user}\n${row.feature}`;
}
