import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput, refuse } from "../input.ts";

/** A page of the account's own, made of blocks. */
export interface Site {
  readonly id: number;
  readonly name: string;
  /** Where it is published, without a leading slash. */
  readonly path: string;
  readonly blocks: readonly SiteBlock[];
  readonly publishes: number;
  /** Unix ms; null: never published. */
  readonly publishedAt: number | null;
  readonly updatedAt: number;
}

/** `text` holds paragraphs, or with `list` one entry a line. */
export interface SiteBlock {
  readonly kind: (typeof blockKinds)[number];
  readonly heading: string;
  readonly text: string;
}

const blockKinds = ["hero", "text", "list", "quote", "button"] as const;
type SiteRow = Omit<Site, "blocks"> & { readonly blocks: string };
const columns = "id, name, path, blocks, publishes, publishedAt, updatedAt";
const parse = (row: SiteRow): Site => ({ ...row, blocks: JSON.parse(row.blocks) as SiteBlock[] });

/** Pages: edit and publish. */
export function createSiteRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  const site = (account: string, id: string) =>
    found(database.get<SiteRow>(`SELECT ${columns} FROM sites WHERE account = ? AND id = ?`, account, id));

  return createArea()
    .get("/", (context) => {
      const sql = `SELECT ${columns} FROM sites WHERE account = ? ORDER BY updatedAt DESC`;
      return context.json(database.all<SiteRow>(sql, context.get("person").account).map(parse));
    })
    .get("/:id", (context) => context.json(parse(site(context.get("person").account, context.req.param("id")))))
    .post("/", async (context) => {
      const name = (await readInput(context)).text("name", { maxLength: 60 });
      const path =
        name
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, "-")
          .replace(/^-|-$/g, "") || "page";
      const blocks: SiteBlock[] = [{ kind: "hero", heading: name, text: "Say in one sentence what visitors get." }];
      const { id } = database.run(
        "INSERT INTO sites VALUES (NULL, ?, ?, ?, ?, 0, NULL, ?, ?)",
        context.get("person").account,
        name,
        path,
        JSON.stringify(blocks),
        now(),
        now(),
      );
      return context.json({ id }, 201);
    })
    .put("/:id", async (context) => {
      const { id } = site(context.get("person").account, context.req.param("id"));
      const input = await readInput(context);
      const blocks = input.list<SiteBlock>(
        "blocks",
        (block) => ({
          kind: block.choice("kind", blockKinds),
          heading: block.text("heading", { optional: true, maxLength: 120 }),
          text: block.text("text", { optional: true, maxLength: 2_000 }),
        }),
        30,
      );
      const sql = "UPDATE sites SET name = ?, blocks = ?, updatedAt = ? WHERE id = ?";
      database.run(sql, input.text("name", { maxLength: 60 }), JSON.stringify(blocks), now(), id);
      return context.body(null, 204);
    })
    .post("/:id/publish", (context) => {
      const { id, name, blocks } = parse(site(context.get("person").account, context.req.param("id")));
      if (blocks.length === 0) refuse(`${name} is empty. Add a block before publishing it.`, 409);
      database.run("UPDATE sites SET publishes = publishes + 1, publishedAt = ? WHERE id = ?", now(), id);
      return context.body(null, 204);
    });
}
