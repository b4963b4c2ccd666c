import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput, refuse } from "../input.ts";

export interface Invoice {
  readonly id: number;
  readonly contact: number;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly number: string;
  readonly item: string;
  readonly amountCents: number;
  readonly status: "draft" | "sent" | "paid";
  /** Unix ms. */
  readonly createdAt: number;
  readonly dueAt: number;
  readonly sentAt: number | null;
  readonly paidAt: number | null;
}

const invoices = `SELECT invoices.id, contact, contacts.name AS contactName, contacts.email AS contactEmail, number, item,
    amountCents, invoices.status, invoices.createdAt, dueAt, sentAt, paidAt
  FROM invoices JOIN contacts ON contacts.id = invoices.contact WHERE invoices.account = ?`;

/** Invoices from draft to paid. */
export function createPaymentRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  const invoice = (account: string, id: string) =>
    found(database.get<Invoice>(`${invoices} AND invoices.id = ?`, account, id));

  return createArea()
    .get("/", (context) =>
      context.json(
        database.all<Invoice>(
          `${invoices} ORDER BY invoices.createdAt DESC, invoices.id DESC`,
          context.get("person").account,
        ),
      ),
    )
    .get("/:id", (context) => context.json(invoice(context.get("person").account, context.req.param("id"))))
    .post("/", async (context) => {
      const { account } = context.get("person");
      const input = await readInput(context);
      const contact = found(
        database.get<{ id: number }>(
          "SELECT id FROM contacts WHERE account = ? AND id = ?",
          account,
          input.integer("contact", 1, Number.MAX_SAFE_INTEGER),
        ),
      );
      const dueDays = input.integer("dueDays", 0, 120);
      const { count } = found(
        database.get<{ count: number }>("SELECT count(*) AS count FROM invoices WHERE account = ?", account),
      );
      const { id } = database.run(
        "INSERT INTO invoices VALUES (NULL, ?, ?, ?, ?, ?, 'draft', ?, ?, NULL, NULL)",
        account,
        contact.id,
        `INV-${1001 + count}`,
        input.text("item", { maxLength: 120 }),
        input.integer("amountCents", 1, 100_000_000),
        now(),
        now() + dueDays * 86_400_000,
      );
      return context.json({ id }, 201);
    })
    .post("/:id/send", (context) => {
      const { id, number, status } = invoice(context.get("person").account, context.req.param("id"));
      if (status !== "draft") refuse(`${number} has been sent already.`, 409);
      database.run("UPDATE invoices SET status = 'sent', sentAt = ? WHERE id = ?", now(), id);
      return context.body(null, 204);
    })
    .post("/:id/pay", (context) => {
      const { id, number, status } = invoice(context.get("person").account, context.req.param("id"));
      if (status !== "sent") refuse(`${number} is ${status}. Only a sent invoice can be marked paid.`, 409);
      database.run("UPDATE invoices SET status = 'paid', paidAt = ? WHERE id = ?", now(), id);
      return context.body(null, 204);
    });
}
