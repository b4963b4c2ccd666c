import type { Database } from "../database/database.ts";

/** What the collector can't see from a browser: the bodies of `PUT /v1/accounts`, `/v1/users` and `/v1/assets`. */
export interface Roster {
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly plan: string;
    readonly createdAt: number;
  }[];
  readonly users: readonly {
    readonly id: string;
    readonly accounts: readonly string[];
    readonly name: string;
    readonly role: string;
    readonly createdAt: number;
  }[];
  readonly assets: readonly RosterAsset[];
}

/** Something that an account made. Times are Unix ms. */
export interface RosterAsset {
  readonly id: string;
  readonly account: string;
  readonly type: "workflow" | "calendar" | "phone_number" | "pipeline" | "site";
  readonly name: string;
  readonly createdAt: number;
  readonly configured: boolean;
  readonly runs: number;
  readonly lastRunAt: number | null;
  readonly deletedAt: number | null;
}

/** One query per asset type: what counts as configured and as a run is Fieldnote's own knowledge. */
const assetQueries = {
  workflow: `SELECT account || ':wf_' || id AS id, account, name, createdAt, configured, runs, lastRunAt, deletedAt
    FROM workflows`,
  calendar: `SELECT account || ':cal_' || id AS id, account, name, createdAt, configured,
      (SELECT count(*) FROM appointments WHERE calendar = calendars.id AND status = 'completed') AS runs,
      (SELECT max(endsAt) FROM appointments WHERE calendar = calendars.id AND status = 'completed') AS lastRunAt,
      NULL AS deletedAt
    FROM calendars`,
  phone_number: `SELECT account || ':tel_' || id AS id, account, label || ' ' || number AS name, createdAt, configured,
      (SELECT count(*) FROM calls WHERE phoneNumber = phoneNumbers.id) AS runs,
      (SELECT max(startedAt) FROM calls WHERE phoneNumber = phoneNumbers.id) AS lastRunAt, NULL AS deletedAt
    FROM phoneNumbers`,
  pipeline: `SELECT account || ':pipe_' || id AS id, account, name, createdAt,
      EXISTS (SELECT 1 FROM opportunities WHERE pipeline = pipelines.id) AS configured,
      (SELECT coalesce(sum(moves), 0) FROM opportunities WHERE pipeline = pipelines.id) AS runs,
      (SELECT max(movedAt) FROM opportunities WHERE pipeline = pipelines.id AND moves > 0) AS lastRunAt,
      NULL AS deletedAt
    FROM pipelines`,
  site: `SELECT account || ':site_' || id AS id, account, name, createdAt, publishedAt IS NOT NULL AS configured,
      publishes AS runs, publishedAt AS lastRunAt, NULL AS deletedAt
    FROM sites`,
} as const;

interface UserRow {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: number;
}

type AssetRow = Omit<RosterAsset, "type" | "configured"> & { readonly configured: number };

const userOf = ({ account, ...user }: UserRow) => ({ ...user, accounts: [account] });
const assetOf = (type: RosterAsset["type"], row: AssetRow) => ({ ...row, type, configured: row.configured === 1 });

/** Everything that Fieldnote tells the collector, as it is now. */
export function readRoster(database: Database): Roster {
  const types = Object.keys(assetQueries) as RosterAsset["type"][];
  return {
    accounts: database.all("SELECT id, name, plan, createdAt FROM accounts ORDER BY rowid"),
    users: database
      .all<UserRow>("SELECT id, account, name, title AS role, createdAt FROM people ORDER BY rowid")
      .map(userOf),
    assets: types.flatMap((type) => database.all<AssetRow>(assetQueries[type]).map((row) => assetOf(type, row))),
  };
}
