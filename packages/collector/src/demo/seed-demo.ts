import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { createWorkspaceCalendar, dayOf } from "../domain/workspace-calendar.ts";
import type { BackfillRow, Facts } from "../store/facts.ts";
import type { Records } from "../store/records.ts";
import { readCatalog } from "./catalog.ts";
import { createCompany, type Company, type CompanyOptions } from "./company.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";
import { demoGauges } from "./gauges.ts";
import { createSeenByServer } from "./seen-by-server.ts";
import { SHOWCASE_ACCOUNTS } from "./showcase-accounts.ts";
import { tellAssets } from "./tell-assets.ts";
import { demoTold } from "./told.ts";
import { usageRows } from "./usage-rows.ts";

export interface SeedDemoOptions {
  readonly facts: Pick<Facts, "accounts" | "assets" | "push" | "putAccounts" | "putUsers" | "putAssets" | "backfill">;
  readonly records: Pick<Records, "definitions" | "applyDefinitions">;
  /** The clock, Unix ms. */
  readonly now: () => number;
  /** The workspace's, IANA name. */
  readonly timeZone: string;
  /** How many accounts; the first three are the showcase. */
  readonly accounts: number;
  /** How many people; the first six are the showcase's. */
  readonly users: number;
  /** How many workspace days, up to yesterday. */
  readonly days: number;
  readonly seed: number;
}

export interface SeedDemoSummary {
  readonly accounts: number;
  readonly users: number;
  /** Rows of usage: member, feature and slot. */
  readonly rows: number;
  readonly assets: number;
}

/** Under this source the rows are stored, so that seeding again replaces them. */
const SOURCE = "demo";
const ROWS_PER_CHUNK = 5_000;

/**
 * Fills a workspace with a made-up company's usage of the `days` days that ended yesterday. For the definitions that are
 * stored; where none are, it stores its own. Seeding again on the same day changes nothing, on a later day it adds the
 * days since: the stories keep the anchor of the first seeding, which is read back from a stored account.
 * @throws RangeError when a number makes no sense.
 */
export async function seedDemo(options: SeedDemoOptions): Promise<SeedDemoSummary> {
  const { facts, records, seed, accounts, users, timeZone } = options;
  checkSizes(options);
  const nowMs = options.now();
  const calendar = createWorkspaceCalendar(timeZone);
  const yesterday = dayOf(nowMs, calendar) - 1;
  const stored =
    (await records.definitions()) ??
    (await records.applyDefinitions({ definitions: DEMO_DEFINITIONS, fileHash: null, appliedAtMs: nowMs }));
  const company = await createAnchoredCompany(facts, {
    seed,
    accounts,
    users,
    timeZone,
    anchorDay: yesterday,
    catalog: readCatalog(stored.definitions),
  });

  const told = demoTold(company, Object.keys(stored.definitions.modules ?? {}), seed);
  await facts.putAccounts(
    company.accounts.map(({ id, name, plan, createdAt, churnedAt }) =>
      Object.assign({ id, name, plan, createdAt }, told.standings.get(id), churnedAt === null ? {} : { churnedAt }),
    ),
  );
  await facts.putUsers(company.users);
  await facts.push("seats", told.seats, nowMs);
  await facts.push("touchpoints", told.touchpoints, nowMs);
  await facts.push("responses", told.responses, nowMs);
  await facts.push("pillars", told.pillars, nowMs);
  await facts.push("annotations", told.annotations, nowMs);
  const assets = await tellAssets(facts, company, yesterday);
  const days = { from: yesterday - options.days + 1, to: yesterday };
  await facts.push("gauges", [...demoGauges(company, days)], nowMs);
  const seen = createSeenByServer(company, days, calendar);
  let rows = 0;
  for (const chunk of chunksOf(usageRows(company, days, calendar))) {
    // The company has always been like this.
    await facts.backfill(SOURCE, chunk, nowMs, false);
    for (const row of chunk) seen.see(row);
    rows += chunk.length;
  }
  await facts.push("presence", seen.rows(), nowMs);
  return { accounts: company.accounts.length, users: company.users.length, rows, assets };
}

/** The company around the anchor of an earlier seeding, if there was one with this seed, else around `anchorDay`. */
async function createAnchoredCompany(facts: Pick<Facts, "accounts">, options: CompanyOptions): Promise<Company> {
  const company = createCompany(options);
  // Hosts may push the showcase accounts themselves, with other dates: any other account is a better witness.
  const witness = company.accounts.find(({ showcase }) => !showcase) ?? company.accounts[0];
  const known = (await facts.accounts(ALL_ACCOUNTS)).find(({ id }) => id === witness?.id);
  if (witness === undefined || known === undefined || known.createdAt === null) return company;
  const anchorDay = dayOf(known.createdAt, witness.calendar) - witness.story.createdDayOffset;
  if (anchorDay >= options.anchorDay) return company;
  const earlier = createCompany({ ...options, anchorDay });
  return earlier.accounts.some(({ id, createdAt }) => id === witness.id && createdAt === known.createdAt)
    ? earlier
    : company;
}

function checkSizes({ accounts, users, days, seed }: SeedDemoOptions): void {
  for (const [name, value] of Object.entries({ accounts, users, days })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`The demo can't have ${value} ${name}: give a whole number, at least 1.`);
    }
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`The seed can't be ${seed}: give a whole number.`);
  const most = SHOWCASE_ACCOUNTS.slice(0, accounts).reduce((sum, account) => sum + account.users.length, 0);
  if (accounts <= SHOWCASE_ACCOUNTS.length && users > most) {
    throw new RangeError(
      `The demo's first ${accounts} accounts have ${most} users together, not ${users}: ask for fewer users, or for more than ${SHOWCASE_ACCOUNTS.length} accounts.`,
    );
  }
}

function* chunksOf(rows: Iterable<BackfillRow>): Generator<readonly BackfillRow[], void, undefined> {
  let chunk: BackfillRow[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < ROWS_PER_CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
