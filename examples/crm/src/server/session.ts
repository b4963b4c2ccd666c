import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AreaDependencies, Person } from "./area.ts";
import { readInput } from "./input.ts";
import { matchesPassword } from "./passwords.ts";

const cookieName = "fieldnote_session";
const sessionMs = 7 * 86_400_000;
const personColumns = `people.id, people.name, people.title, people.email, people.account,
  accounts.name AS accountName, accounts.plan`;

/** Someone who can be signed in as with one click. */
export interface DemoPerson {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly accountName: string;
}

/** Who the request's cookie belongs to; null when signed out or expired. */
export function sessionPerson(context: Context, { database, now }: AreaDependencies): Person | null {
  const session = getCookie(context, cookieName);
  if (session === undefined) return null;
  const person = database.get<Person>(
    `SELECT ${personColumns} FROM sessions
     JOIN people ON people.id = sessions.person JOIN accounts ON accounts.id = people.account
     WHERE sessions.id = ? AND sessions.expiresAt > ?`,
    session,
    now(),
  );
  return person ?? null;
}

/** `GET /api/session` lists the demo people, `POST` signs in, `DELETE` signs out. */
export function createSessionRoutes(dependencies: AreaDependencies): Hono {
  const { database, now } = dependencies;
  return new Hono()
    .get("/", (context) =>
      context.json(
        database.all<DemoPerson>(
          `SELECT people.name, people.title, people.email, accounts.name AS accountName
           FROM people JOIN accounts ON accounts.id = people.account ORDER BY people.rowid`,
        ),
      ),
    )
    .post("/", async (context) => {
      const input = await readInput(context);
      const email = input.text("email").toLowerCase();
      const password = input.text("password");
      const person = database.get<{ id: string; password: string }>(
        "SELECT id, password FROM people WHERE email = ?",
        email,
      );
      if (person === undefined || !matchesPassword(password, person.password))
        return context.json({ error: "E-mail and password don't match. Check both and try again." }, 401);
      const session = randomBytes(24).toString("base64url");
      database.run("DELETE FROM sessions WHERE expiresAt <= ?", now());
      database.run("INSERT INTO sessions VALUES (?, ?, ?)", session, person.id, now() + sessionMs);
      setCookie(context, cookieName, session, {
        httpOnly: true,
        sameSite: "Lax",
        path: "/",
        maxAge: sessionMs / 1000,
        secure: new URL(context.req.url).protocol === "https:",
      });
      return context.json({ user: person.id });
    })
    .delete("/", (context) => {
      database.run("DELETE FROM sessions WHERE id = ?", getCookie(context, cookieName) ?? "");
      deleteCookie(context, cookieName, { path: "/" });
      return context.body(null, 204);
    });
}
