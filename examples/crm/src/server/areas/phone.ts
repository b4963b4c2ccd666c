import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput } from "../input.ts";
import { createRecording, sendRange } from "./recording.ts";

/** A number of the account's own. */
export interface PhoneNumber {
  readonly id: number;
  readonly number: string;
  readonly label: string;
  /** Empty: calls to it ring nowhere. */
  readonly forwardsTo: string;
  /** 1 once it forwards somewhere. */
  readonly configured: 0 | 1;
  readonly calls: number;
}

export interface Call {
  readonly id: number;
  readonly phoneNumber: number;
  readonly contact: number | null;
  readonly contactName: string | null;
  readonly otherNumber: string;
  readonly direction: "incoming" | "outgoing";
  readonly outcome: CallOutcome;
  readonly seconds: number;
  /** Unix ms. */
  readonly startedAt: number;
}

/** Reply of `GET /api/phone`. */
export interface PhoneOverview {
  readonly numbers: readonly PhoneNumber[];
  readonly calls: readonly Call[];
}

export type CallOutcome = (typeof outcomes)[number];
const outcomes = ["Answered", "Voicemail", "No answer", "Missed"] as const;

/** The account's numbers and its call log. */
export function createPhoneRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  return createArea()
    .get("/", (context) => {
      const { account } = context.get("person");
      return context.json({
        numbers: database.all<PhoneNumber>(
          `SELECT id, number, label, forwardsTo, configured,
             (SELECT count(*) FROM calls WHERE phoneNumber = phoneNumbers.id) AS calls
           FROM phoneNumbers WHERE account = ? ORDER BY id`,
          account,
        ),
        calls: database.all<Call>(
          `SELECT calls.id, phoneNumber, contact, contacts.name AS contactName, otherNumber, direction, outcome,
             seconds, startedAt
           FROM calls LEFT JOIN contacts ON contacts.id = calls.contact
           WHERE calls.account = ? ORDER BY startedAt DESC LIMIT 60`,
          account,
        ),
      } satisfies PhoneOverview);
    })
    .post("/calls", async (context) => {
      const { account } = context.get("person");
      const input = await readInput(context);
      const number = found(
        database.get<{ id: number }>(
          "SELECT id FROM phoneNumbers WHERE account = ? AND id = ?",
          account,
          input.integer("phoneNumber", 1, Number.MAX_SAFE_INTEGER),
        ),
      );
      const otherNumber = input.text("otherNumber", { maxLength: 40 });
      const contact = database.get<{ id: number }>(
        "SELECT id FROM contacts WHERE account = ? AND phone = ?",
        account,
        otherNumber,
      );
      const seconds = input.integer("seconds", 0, 86_400);
      const { id } = database.run(
        "INSERT INTO calls VALUES (NULL, ?, ?, ?, ?, 'outgoing', ?, ?, ?)",
        account,
        number.id,
        contact?.id ?? null,
        otherNumber,
        input.choice("outcome", outcomes),
        seconds,
        now() - seconds * 1000,
      );
      return context.json({ id }, 201);
    })
    .get("/calls/:id/recording.wav", (context) => {
      const sql = "SELECT seconds FROM calls WHERE account = ? AND id = ? AND outcome = 'Answered'";
      const { account } = context.get("person");
      const { seconds } = found(database.get<{ seconds: number }>(sql, account, context.req.param("id")));
      return sendRange(context, createRecording(seconds), "audio/wav");
    })
    .post("/numbers", async (context) => {
      const { account } = context.get("person");
      const input = await readInput(context);
      const areaCode = input.integer("areaCode", 200, 999);
      const label = input.text("label", { maxLength: 40 });
      const count = found(database.get<{ count: number }>("SELECT count(*) AS count FROM phoneNumbers")).count;
      // 555-0100 to 555-0199 are reserved for fiction.
      const number = `(${areaCode}) 555-01${String((count * 7 + 12) % 100).padStart(2, "0")}`;
      const sql = "INSERT INTO phoneNumbers VALUES (NULL, ?, ?, ?, '', 0, ?)";
      return context.json({ id: database.run(sql, account, number, label, now()).id }, 201);
    })
    .put("/numbers/:id", async (context) => {
      const { changes } = database.run(
        "UPDATE phoneNumbers SET forwardsTo = ?, configured = 1 WHERE account = ? AND id = ?",
        (await readInput(context)).text("forwardsTo", { maxLength: 60 }),
        context.get("person").account,
        context.req.param("id"),
      );
      found(changes === 0 ? undefined : changes);
      return context.body(null, 204);
    });
}
