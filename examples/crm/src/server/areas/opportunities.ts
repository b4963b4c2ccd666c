import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput, refuse } from "../input.ts";

/** A way to a sale, in stages. */
export interface Pipeline {
  readonly id: number;
  readonly name: string;
  readonly stages: readonly string[];
}

export interface Opportunity {
  readonly id: number;
  readonly pipeline: number;
  readonly contact: number;
  readonly contactName: string;
  readonly title: string;
  readonly amountCents: number;
  readonly stage: string;
  /** Unix ms. */
  readonly movedAt: number;
}

/** Reply of `GET /api/opportunities`. */
export interface OpportunityBoard {
  readonly pipelines: readonly Pipeline[];
  readonly opportunities: readonly Opportunity[];
}

type PipelineRow = Omit<Pipeline, "stages"> & { readonly stages: string };
const parse = (row: PipelineRow): Pipeline => ({ ...row, stages: JSON.parse(row.stages) as string[] });

/** Pipelines and what is in them. */
export function createOpportunityRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  const pipelines = (account: string): Pipeline[] =>
    database
      .all<PipelineRow>("SELECT id, name, stages FROM pipelines WHERE account = ? ORDER BY id", account)
      .map(parse);

  return createArea()
    .get("/", (context) => {
      const { account } = context.get("person");
      const opportunities = database.all<Opportunity>(
        `SELECT opportunities.id, pipeline, contact, contacts.name AS contactName, title, amountCents, stage, movedAt
         FROM opportunities JOIN contacts ON contacts.id = opportunities.contact
         WHERE opportunities.account = ? ORDER BY movedAt DESC, opportunities.id`,
        account,
      );
      return context.json({ pipelines: pipelines(account), opportunities } satisfies OpportunityBoard);
    })
    .post("/", async (context) => {
      const { account } = context.get("person");
      const input = await readInput(context);
      const pipelineId = input.integer("pipeline", 1, Number.MAX_SAFE_INTEGER);
      const pipeline = found(pipelines(account).find(({ id }) => id === pipelineId));
      const contact = found(
        database.get<{ id: number }>(
          "SELECT id FROM contacts WHERE account = ? AND id = ?",
          account,
          input.integer("contact", 1, Number.MAX_SAFE_INTEGER),
        ),
      );
      const { id } = database.run(
        "INSERT INTO opportunities VALUES (NULL, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
        account,
        pipeline.id,
        contact.id,
        input.text("title", { maxLength: 80 }),
        input.integer("amountCents", 0, 100_000_000_000),
        pipeline.stages[0] ?? "New",
        now(),
        now(),
      );
      return context.json({ id }, 201);
    })
    .post("/:id/move", async (context) => {
      const { account } = context.get("person");
      const stage = (await readInput(context)).text("stage");
      const opportunity = found(
        database.get<{ id: number; pipeline: number }>(
          "SELECT id, pipeline FROM opportunities WHERE account = ? AND id = ?",
          account,
          context.req.param("id"),
        ),
      );
      const pipeline = pipelines(account).find(({ id }) => id === opportunity.pipeline);
      if (!pipeline?.stages.includes(stage)) refuse(`This pipeline has no stage “${stage}”.`);
      const sql = "UPDATE opportunities SET stage = ?, moves = moves + 1, movedAt = ? WHERE id = ?";
      database.run(sql, stage, now(), opportunity.id);
      return context.body(null, 204);
    });
}
