import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput, refuse } from "../input.ts";

/** Something that can be booked, with its opening hours. */
export interface Calendar {
  readonly id: number;
  readonly name: string;
  readonly color: CalendarColor;
  readonly slotMinutes: number;
  readonly opensHour: number;
  readonly closesHour: number;
  /** 1 once its hours were set: only then can it be booked. */
  readonly configured: 0 | 1;
  readonly upcoming: number;
}

export interface Appointment {
  readonly id: number;
  readonly calendar: number;
  readonly contact: number;
  readonly contactName: string;
  readonly title: string;
  /** Unix ms. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly status: "booked" | "completed" | "cancelled";
}

export type CalendarColor = (typeof colors)[number];
const colors = ["green", "blue", "amber", "violet"] as const;

/** Calendars, their settings and appointments. */
export function createCalendarRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  const calendars = (account: string) =>
    database.all<Calendar>(
      `SELECT id, name, color, slotMinutes, opensHour, closesHour, configured,
         (SELECT count(*) FROM appointments WHERE calendar = calendars.id AND status = 'booked' AND startsAt > ?) AS upcoming
       FROM calendars WHERE account = ? ORDER BY id`,
      now(),
      account,
    );

  return createArea()
    .get("/", (context) => context.json(calendars(context.get("person").account)))
    .post("/", async (context) => {
      const { account } = context.get("person");
      const name = (await readInput(context)).text("name", { maxLength: 60 });
      const color = colors[calendars(account).length % colors.length] ?? "green";
      const sql = "INSERT INTO calendars VALUES (NULL, ?, ?, ?, 30, 9, 17, 0, ?)";
      const { id } = database.run(sql, account, name, color, now());
      return context.json({ id }, 201);
    })
    .put("/:id", async (context) => {
      const input = await readInput(context);
      const opensHour = input.integer("opensHour", 0, 23);
      const closesHour = input.integer("closesHour", 1, 24);
      if (closesHour <= opensHour) refuse("The calendar closes before it opens. Choose a later closing hour.");
      const { changes } = database.run(
        `UPDATE calendars SET name = ?, color = ?, slotMinutes = ?, opensHour = ?, closesHour = ?, configured = 1
         WHERE account = ? AND id = ?`,
        input.text("name", { maxLength: 60 }),
        input.choice("color", colors),
        input.integer("slotMinutes", 5, 240),
        opensHour,
        closesHour,
        context.get("person").account,
        context.req.param("id"),
      );
      found(changes === 0 ? undefined : changes);
      return context.body(null, 204);
    })
    .get("/appointments", (context) =>
      context.json(
        database.all<Appointment>(
          `SELECT appointments.id, calendar, contact, contacts.name AS contactName, title, startsAt, endsAt,
             appointments.status
           FROM appointments JOIN contacts ON contacts.id = appointments.contact
           WHERE appointments.account = ? AND startsAt >= ? AND startsAt < ? ORDER BY startsAt, calendar`,
          context.get("person").account,
          Number(context.req.query("from") ?? 0),
          Number(context.req.query("to") ?? Number.MAX_SAFE_INTEGER),
        ),
      ),
    )
    .post("/appointments", async (context) => {
      const { account } = context.get("person");
      const input = await readInput(context);
      const startsAt = input.integer("startsAt", 0, Number.MAX_SAFE_INTEGER);
      const calendar = found(
        database.get<Calendar>(
          "SELECT id, name, slotMinutes, configured FROM calendars WHERE account = ? AND id = ?",
          account,
          input.integer("calendar", 1, Number.MAX_SAFE_INTEGER),
        ),
      );
      if (!calendar.configured) refuse(`${calendar.name} has no opening hours yet. Set them in its settings.`);
      const contact = found(
        database.get<{ id: number }>(
          "SELECT id FROM contacts WHERE account = ? AND id = ?",
          account,
          input.integer("contact", 1, Number.MAX_SAFE_INTEGER),
        ),
      );
      const endsAt = startsAt + calendar.slotMinutes * 60_000;
      const clash = database.get<{ title: string }>(
        "SELECT title FROM appointments WHERE calendar = ? AND status = 'booked' AND startsAt < ? AND endsAt > ?",
        calendar.id,
        endsAt,
        startsAt,
      );
      if (clash) refuse(`${calendar.name} is already booked then (${clash.title}). Choose another time.`, 409);
      const { id } = database.run(
        "INSERT INTO appointments VALUES (NULL, ?, ?, ?, ?, ?, ?, 'booked')",
        account,
        calendar.id,
        contact.id,
        input.text("title", { maxLength: 80 }),
        startsAt,
        endsAt,
      );
      return context.json({ id }, 201);
    })
    .post("/appointments/:id/:action{complete|cancel}", (context) => {
      const { changes } = database.run(
        "UPDATE appointments SET status = ? WHERE account = ? AND id = ? AND status = 'booked'",
        context.req.param("action") === "complete" ? "completed" : "cancelled",
        context.get("person").account,
        context.req.param("id"),
      );
      found(changes === 0 ? undefined : changes);
      return context.body(null, 204);
    });
}
