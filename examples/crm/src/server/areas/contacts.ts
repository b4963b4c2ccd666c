import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput } from "../input.ts";
import type { Invoice } from "./payments.ts";

export interface Contact {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly company: string;
  readonly status: ContactStatus;
  /** Unix ms. */
  readonly createdAt: number;
}

/** A contact with all that the account knows about them. */
export interface ContactDetail extends Contact {
  readonly notes: readonly Note[];
  readonly appointments: readonly {
    readonly id: number;
    readonly title: string;
    readonly startsAt: number;
    readonly status: string;
  }[];
  readonly invoices: readonly {
    readonly id: number;
    readonly number: string;
    readonly item: string;
    readonly amountCents: number;
    readonly dueAt: number;
    readonly status: Invoice["status"];
  }[];
}

export interface Note {
  readonly id: number;
  readonly author: string;
  readonly text: string;
  readonly createdAt: number;
}

export type ContactStatus = (typeof statuses)[number];
const statuses = ["Lead", "Customer", "Past customer"] as const;
const columns = "id, name, email, phone, company, status, createdAt";

/** Contacts and the notes about them. */
export function createContactRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  const contact = (account: string, id: string) =>
    found(database.get<Contact>(`SELECT ${columns} FROM contacts WHERE account = ? AND id = ?`, account, id));

  return createArea()
    .get("/", (context) => {
      const { account } = context.get("person");
      const sql = `SELECT ${columns} FROM contacts WHERE account = ? ORDER BY name COLLATE NOCASE`;
      return context.json(database.all<Contact>(sql, account));
    })
    .get("/:id", (context) => {
      const row = contact(context.get("person").account, context.req.param("id"));
      return context.json({
        ...row,
        notes: database.all(
          "SELECT id, author, text, createdAt FROM notes WHERE contact = ? ORDER BY createdAt DESC",
          row.id,
        ),
        appointments: database.all(
          "SELECT id, title, startsAt, status FROM appointments WHERE contact = ? ORDER BY startsAt DESC LIMIT 6",
          row.id,
        ),
        invoices: database.all(
          "SELECT id, number, item, amountCents, dueAt, status FROM invoices WHERE contact = ? ORDER BY createdAt DESC LIMIT 6",
          row.id,
        ),
      } satisfies ContactDetail);
    })
    .post("/", async (context) => {
      const input = await readInput(context);
      const { id } = database.run(
        "INSERT INTO contacts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
        context.get("person").account,
        input.text("name", { maxLength: 80 }),
        input.text("email", { optional: true }),
        input.text("phone", { optional: true, maxLength: 40 }),
        input.text("company", { optional: true, maxLength: 80 }),
        input.choice("status", statuses),
        now(),
      );
      return context.json({ id }, 201);
    })
    .post("/:id/notes", async (context) => {
      const person = context.get("person");
      const { id } = contact(person.account, context.req.param("id"));
      const text = (await readInput(context)).text("text", { maxLength: 2_000 });
      const sql = "INSERT INTO notes VALUES (NULL, ?, ?, ?, ?, ?)";
      return context.json({ id: database.run(sql, person.account, id, person.name, text, now()).id }, 201);
    });
}
