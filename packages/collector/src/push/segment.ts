import type { SegmentReply } from "../api/contract.ts";
import { requireSecretKey } from "../auth/bearer.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { createCalendarMemory } from "../domain/workspace-calendar.ts";
import { HttpProblem } from "../http/problem.ts";
import { assertMediaType, assertNotCompressed, parseJson, readText } from "../http/read-body.ts";
import type { QuarantineWrite, UserWrite } from "../store/facts.ts";
import type { MessageWrite, PushKind, PushWrites } from "../store/pushed.ts";
import { checkLines, judgeAction, refusalSentence, type LineRules } from "./check-lines.ts";
import { createNotDefined } from "./not-defined.ts";
import { MAX_PUSH_BYTES, type PushParts } from "./push.ts";
import type { PushLine } from "./read-lines.ts";
import { readSegmentMessage, type SegmentRules } from "./segment-messages.ts";

/** As Segment's own API has it, and some more. */
const MAX_MESSAGES = 10_000;

/** A row and the message that it comes from. */
interface Sourced<Row> {
  readonly line: number;
  readonly row: Row;
}

/** What messages come to. */
interface SegmentRows {
  readonly users: Sourced<UserWrite>[];
  readonly accounts: Sourced<PushWrites["accounts"]>[];
  readonly messages: Sourced<MessageWrite>[];
  readonly quarantined: QuarantineWrite[];
  readonly rejected: Map<number, string>;
  ignored: number;
}

/**
 * `POST /v1/segment`: Segment's identify tells of a person, group of an account and who belongs to it, track of an action
 * of the source `segment`. Each track counts once, by its `messageId`, however often it is sent; active time never follows
 * from any of them. page, screen and alias are taken and ignored.
 */
export function createSegmentDoor(parts: PushParts): (request: Request) => Promise<Response> {
  const { facts, keys, definitions, now } = parts;
  const calendarOf = createCalendarMemory();
  return async (request) => {
    await requireSecretKey(withBearer(request), keys, "write");
    assertNotCompressed(request);
    assertMediaType(request, ["application/json"]);
    const messages = readBatch(parseJson(await readText(request, MAX_PUSH_BYTES)));
    const { timeZone } = await facts.watermark(ALL_ACCOUNTS);
    const rules = { definitions: await definitions(), nowMs: now(), calendar: calendarOf(timeZone) };
    const rows = readMessages(messages, rules);
    const push = async <Kind extends PushKind>(
      kind: Kind,
      sourced: readonly Sourced<PushWrites[Kind]>[],
    ): Promise<void> => {
      if (sourced.length === 0) return;
      const written = sourced.map(({ row }) => row);
      const refusals = await facts.push(kind, written, now());
      sourced.forEach(({ line }, index) => {
        const refusal = refusals[index] ?? null;
        if (refusal !== null) rows.rejected.set(line, refusalSentence(refusal));
      });
    };
    if (rows.quarantined.length > 0) await facts.quarantine(rows.quarantined, now());
    // Whom a group has just told of is known when its tracks ask where they belong.
    await push("users", rows.users);
    await push("accounts", rows.accounts);
    await push("messages", rows.messages);
    const missing = createNotDefined("messages", rules.definitions);
    missing.note(rows.messages.filter(({ line }) => !rows.rejected.has(line)));
    const notDefined = [...missing.told()];
    const rejected = [...rows.rejected].map(([line, reason]) => ({ line, reason }));
    return Response.json({
      accepted: messages.length - rows.ignored - rejected.length,
      ignored: rows.ignored,
      rejected: rejected.toSorted((one, other) => one.line - other.line),
      ...(notDefined.length > 0 && { notDefined }),
    } satisfies SegmentReply);
  };
}

function readMessages(messages: readonly unknown[], rules: LineRules & SegmentRules): SegmentRows {
  const rows: SegmentRows = {
    users: [],
    accounts: [],
    messages: [],
    quarantined: [],
    rejected: new Map(),
    ignored: 0,
  };
  messages.forEach((json, index) => {
    const line = index + 1;
    const message = readSegmentMessage(json, rules);
    switch (message.kind) {
      case "refused":
        rows.rejected.set(line, message.reason);
        break;
      case "ignored":
        rows.ignored += 1;
        break;
      case "identify": {
        const checked = checkLines("users", [lineOf(line, message.user)], rules);
        rows.users.push(...checked.rows);
        for (const { reason } of checked.rejected) rows.rejected.set(line, reason);
        break;
      }
      case "group": {
        const checked = checkLines("accounts", [lineOf(line, message.account)], rules);
        rows.accounts.push(...checked.rows);
        for (const { reason } of checked.rejected) rows.rejected.set(line, reason);
        for (const { row } of checked.rows) {
          if (message.user !== null) rows.users.push({ line, row: { id: message.user, joins: [row.id] } });
        }
        break;
      }
      case "track": {
        const refusal = judgeAction(message.action, rules);
        if (refusal === null) rows.messages.push({ line, row: message.action });
        else {
          rows.rejected.set(line, refusal.reason);
          if (refusal.quarantine !== null) rows.quarantined.push(refusal.quarantine);
        }
        break;
      }
    }
  });
  return rows;
}

function lineOf(line: number, json: unknown): PushLine {
  return { line, value: { kind: "json", json } };
}

/** One message, a list of them, or `{ batch: […] }`. */
function readBatch(body: unknown): readonly unknown[] {
  const batch = typeof body === "object" && body !== null ? (Reflect.get(body, "batch") as unknown) : undefined;
  const messages = Array.isArray(body) ? body : Array.isArray(batch) ? batch : [body];
  if (messages.length > MAX_MESSAGES) {
    throw new HttpProblem(
      "too-large",
      `The batch has ${messages.length} messages; ${MAX_MESSAGES} are allowed. Send fewer at once.`,
    );
  }
  return messages;
}

/** Segment's libraries send their key as the user name of Basic authentication. Keys are of ASCII; no header takes all else. */
function withBearer(request: Request): Request {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const [name = ""] = encoded === undefined ? [] : Buffer.from(encoded, "base64").toString("latin1").split(":", 1);
  if (!/^[!-~]+$/.test(name)) return request;
  const headers = new Headers(request.headers);
  headers.set("authorization", `Bearer ${name}`);
  return new Request(request.url, { headers });
}
