import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput } from "../input.ts";

/** An entry of the inbox. */
export interface ConversationSummary {
  readonly id: number;
  readonly contact: number;
  readonly contactName: string;
  readonly channel: Channel;
  readonly unread: number;
  readonly lastText: string | null;
  readonly lastSender: "contact" | "team" | null;
  /** Unix ms. */
  readonly lastAt: number | null;
}

/** One thread with whom it is. */
export interface Conversation extends ConversationSummary {
  readonly email: string;
  readonly phone: string;
  readonly company: string;
  readonly messages: readonly Message[];
}

export interface Message {
  readonly id: number;
  readonly sender: "contact" | "team";
  readonly author: string;
  readonly text: string;
  readonly sentAt: number;
}

export type Channel = (typeof channels)[number];
const channels = ["SMS", "E-mail", "Web chat"] as const;

const summaries = `SELECT conversations.id, contact, contacts.name AS contactName, channel, unread,
    email, phone, company, last.text AS lastText, last.sender AS lastSender, last.sentAt AS lastAt
  FROM conversations JOIN contacts ON contacts.id = conversations.contact
  LEFT JOIN messages AS last ON last.id =
    (SELECT id FROM messages WHERE conversation = conversations.id ORDER BY sentAt DESC, id DESC LIMIT 1)
  WHERE conversations.account = ?`;

/** Inbox, threads and messages. */
export function createConversationRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  const conversation = (account: string, id: string) =>
    found(database.get<Omit<Conversation, "messages">>(`${summaries} AND conversations.id = ?`, account, id));

  return createArea()
    .get("/", (context) => {
      const { account } = context.get("person");
      return context.json(database.all<ConversationSummary>(`${summaries} ORDER BY lastAt DESC`, account));
    })
    .post("/", async (context) => {
      const { account } = context.get("person");
      const input = await readInput(context);
      const channel = input.choice("channel", channels);
      const { id: contact } = found(
        database.get<{ id: number }>(
          "SELECT id FROM contacts WHERE account = ? AND id = ?",
          account,
          input.integer("contact", 1, Number.MAX_SAFE_INTEGER),
        ),
      );
      const existing = database.get<{ id: number }>(
        "SELECT id FROM conversations WHERE account = ? AND contact = ? AND channel = ?",
        account,
        contact,
        channel,
      );
      if (existing) return context.json(existing);
      const { id } = database.run("INSERT INTO conversations VALUES (NULL, ?, ?, ?, 0)", account, contact, channel);
      return context.json({ id }, 201);
    })
    .get("/:id", (context) => {
      const { account } = context.get("person");
      const summary = conversation(account, context.req.param("id"));
      const messages = database.all<Message>(
        "SELECT id, sender, author, text, sentAt FROM messages WHERE conversation = ? ORDER BY sentAt, id",
        summary.id,
      );
      return context.json({ ...summary, messages });
    })
    .post("/:id/read", (context) => {
      const { id } = conversation(context.get("person").account, context.req.param("id"));
      database.run("UPDATE conversations SET unread = 0 WHERE id = ?", id);
      return context.body(null, 204);
    })
    .post("/:id/messages", async (context) => {
      const person = context.get("person");
      const { id } = conversation(person.account, context.req.param("id"));
      const text = (await readInput(context)).text("text", { maxLength: 2_000 });
      const message = { sender: "team" as const, author: person.name, text, sentAt: now() };
      const { id: messageId } = database.run(
        "INSERT INTO messages VALUES (NULL, ?, ?, 'team', ?, ?, ?)",
        person.account,
        id,
        message.author,
        text,
        message.sentAt,
      );
      return context.json({ id: messageId, ...message } satisfies Message, 201);
    });
}
