import * as v from "valibot";
import type { PushReply } from "../api/contract.ts";
import { requireSecretKey } from "../auth/bearer.ts";
import type { KeyRing } from "../auth/key-ring.ts";
import { assertMediaType, assertNotCompressed, mediaType, readText } from "../http/read-body.ts";
import type { Facts } from "../store/facts.ts";
import { accountWrite, assetWrite, userWrite } from "./push-schema.ts";
import { readLines } from "./read-lines.ts";

/** What the host's backend may tell, each kind by its own `PUT /v1/<kind>`. */
export type PushKind = "accounts" | "users" | "assets";

const MAX_BODY_BYTES = 5_000_000;
const NDJSON = "application/x-ndjson";

/**
 * The push API: batches of upserts. Lines that hold are stored, the others are named; the same push again changes nothing.
 * @returns a door for each kind.
 */
export function createPushDoors(
  facts: Facts,
  keys: KeyRing,
): Readonly<Record<PushKind, (request: Request) => Promise<Response>>> {
  return {
    accounts: createDoor(keys, accountWrite, (rows) => facts.putAccounts(rows)),
    users: createDoor(keys, userWrite, (rows) => facts.putUsers(rows)),
    assets: createDoor(keys, assetWrite, (rows) => facts.putAssets(rows)),
  };
}

function createDoor<Row>(
  keys: KeyRing,
  schema: v.GenericSchema<unknown, Row>,
  put: (rows: readonly Row[]) => Promise<void>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    await requireSecretKey(request, keys, "write");
    assertNotCompressed(request);
    assertMediaType(request, ["application/json", NDJSON]);
    const lines = readLines(await readText(request, MAX_BODY_BYTES), mediaType(request) === NDJSON);
    const rows: Row[] = [];
    const rejected: { line: number; reason: string }[] = [];
    for (const { line, value } of lines) {
      if (value.kind === "unreadable") {
        rejected.push({ line, reason: "The line is no JSON." });
        continue;
      }
      const parsed = v.safeParse(schema, value.json, { abortEarly: true });
      if (parsed.success) rows.push(parsed.output);
      else rejected.push({ line, reason: sentence(parsed.issues[0]) });
    }
    if (rows.length > 0) await put(rows);
    return Response.json({ accepted: rows.length, rejected } satisfies PushReply);
  };
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (path === null) return "The line is no object.";
  return issue.received === "undefined"
    ? `${path} is missing.`
    : `${path} ${issue.message}; it is ${issue.received.slice(0, 80)}.`;
}
