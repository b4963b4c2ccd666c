import type { CollectorPlace } from "./collector-place.ts";
import type { Counters } from "./counters.ts";
import type { HttpClient } from "./http-client.ts";
import type { Totals } from "./model.ts";

/** The idle limit under which the API counts, as the definitions of these tests leave it. */
const ACTIVE = "active 60s";

interface ListRow {
  readonly activeMs: number;
  readonly visits: number;
  readonly engagement: number;
}

/**
 * The rows of a list of the read API, of all time. Engagement counts the only action that the definitions name.
 * @param list such as `/v1/accounts`.
 * @param key the column that names a row.
 */
export async function readApiTotals(
  client: HttpClient,
  { secretKey }: Pick<CollectorPlace, "secretKey">,
  list: string,
  key: "account" | "feature",
): Promise<Totals> {
  const { status, body } = await client.send(`${list}?period=all&limit=1000`, {
    headers: { authorization: `Bearer ${secretKey}` },
  });
  if (status !== 200) throw new Error(`${list} answered ${status}: ${body}`);
  const { rows } = JSON.parse(body) as { readonly rows: readonly (ListRow & Record<typeof key, string>)[] };
  return new Map(
    rows
      .filter(({ activeMs, visits, engagement }) => activeMs + visits + engagement > 0)
      .map((row) => [row[key], { [ACTIVE]: row.activeMs, visits: row.visits, "action sent": row.engagement }]),
  );
}

/** Totals with only what the API shows. */
export function asShownByApi(totals: Totals): Totals {
  return new Map(
    [...totals].map(([key, counters]): [string, Counters] => [
      key,
      { [ACTIVE]: counters[ACTIVE] ?? 0, visits: counters["visits"] ?? 0, "action sent": counters["action sent"] ?? 0 },
    ]),
  );
}
