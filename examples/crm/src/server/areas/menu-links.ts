import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput, refuse } from "../input.ts";

/** A page of the account's own choice, in its menu. */
export interface MenuLink {
  readonly id: number;
  readonly name: string;
  /** https, or a path of an embedded page. */
  readonly address: string;
}

/** The links that the account has put into its menu. */
export function createMenuLinkRoutes({ database }: AreaDependencies): Hono<AreaEnvironment> {
  return createArea()
    .get("/", (context) => {
      const sql = "SELECT id, name, address FROM menuLinks WHERE account = ? ORDER BY id";
      return context.json(database.all<MenuLink>(sql, context.get("person").account));
    })
    .post("/", async (context) => {
      const input = await readInput(context);
      const address = input.text("address", { maxLength: 500 });
      if (!URL.canParse(address) || new URL(address).protocol !== "https:")
        refuse("The address must be that of a page, beginning with https://.");
      const name = input.text("name", { maxLength: 40 });
      const sql = "INSERT INTO menuLinks VALUES (NULL, ?, ?, ?)";
      return context.json({ id: database.run(sql, context.get("person").account, name, address).id }, 201);
    })
    .delete("/:id", (context) => {
      const sql = "DELETE FROM menuLinks WHERE account = ? AND id = ?";
      const { changes } = database.run(sql, context.get("person").account, context.req.param("id"));
      found(changes === 0 ? undefined : changes);
      return context.body(null, 204);
    });
}
