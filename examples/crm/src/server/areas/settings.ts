import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea, type Person } from "../area.ts";
import { readInput } from "../input.ts";

/** Reply of `GET /api/settings`. */
export interface AccountSettings {
  readonly person: Person;
  readonly team: readonly {
    readonly id: string;
    readonly name: string;
    readonly title: string;
    readonly email: string;
  }[];
}

/** The signed-in person and their team. */
export function createSettingsRoutes({ database }: AreaDependencies): Hono<AreaEnvironment> {
  return createArea()
    .get("/", (context) => {
      const person = context.get("person");
      const sql = "SELECT id, name, title, email FROM people WHERE account = ? ORDER BY rowid";
      return context.json({ person, team: database.all(sql, person.account) } satisfies AccountSettings);
    })
    .put("/", async (context) => {
      const input = await readInput(context);
      const name = input.text("name", { maxLength: 80 });
      database.run("UPDATE people SET name = ? WHERE id = ?", name, context.get("person").id);
      return context.body(null, 204);
    });
}
