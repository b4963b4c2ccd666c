import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import { found, readInput, refuse } from "../input.ts";

/** What happens by itself, and when. */
export interface Workflow {
  readonly id: number;
  readonly name: string;
  readonly startsWhen: WorkflowTrigger;
  readonly steps: readonly WorkflowStep[];
  /** 1 while switched on. */
  readonly configured: 0 | 1;
  readonly runs: number;
  /** Unix ms; null: never run. */
  readonly lastRunAt: number | null;
  readonly createdAt: number;
}

export interface WorkflowStep {
  readonly kind: (typeof stepKinds)[number];
  readonly text: string;
}

export type WorkflowTrigger = (typeof triggers)[number];
const triggers = [
  "Appointment booked",
  "Appointment completed",
  "Contact created",
  "Missed call",
  "Invoice overdue",
  "Form submitted",
] as const;
const stepKinds = ["Send SMS", "Send e-mail", "Wait", "Add note", "Notify team"] as const;

type WorkflowRow = Omit<Workflow, "steps"> & { readonly steps: string };
const columns = "id, name, startsWhen, steps, configured, runs, lastRunAt, createdAt";
const parse = (row: WorkflowRow): Workflow => ({ ...row, steps: JSON.parse(row.steps) as WorkflowStep[] });

/** Workflows: list, edit, switch, run, delete. Deleted ones stay as rows, so that Uptake learns of it. */
export function createWorkflowRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  const workflow = (account: string, id: string) =>
    found(
      database.get<WorkflowRow>(
        `SELECT ${columns} FROM workflows WHERE account = ? AND id = ? AND deletedAt IS NULL`,
        account,
        id,
      ),
    );
  const readWorkflow = async (context: Parameters<typeof readInput>[0]) => {
    const input = await readInput(context);
    const read = {
      name: input.text("name", { maxLength: 80 }),
      startsWhen: input.choice("startsWhen", triggers),
      steps: input.list<WorkflowStep>(
        "steps",
        (step) => ({ kind: step.choice("kind", stepKinds), text: step.text("text", { maxLength: 400 }) }),
        20,
      ),
    };
    if (read.steps.length === 0) refuse("The workflow does nothing yet. Add a step.");
    return read;
  };

  return createArea()
    .get("/", (context) => {
      const sql = `SELECT ${columns} FROM workflows WHERE account = ? AND deletedAt IS NULL ORDER BY id DESC`;
      return context.json(database.all<WorkflowRow>(sql, context.get("person").account).map(parse));
    })
    .get("/choices", (context) => context.json({ triggers, stepKinds }))
    .get("/:id", (context) => context.json(parse(workflow(context.get("person").account, context.req.param("id")))))
    .post("/", async (context) => {
      const { name, startsWhen, steps } = await readWorkflow(context);
      const { id } = database.run(
        "INSERT INTO workflows VALUES (NULL, ?, ?, ?, ?, 0, 0, NULL, ?, NULL)",
        context.get("person").account,
        name,
        startsWhen,
        JSON.stringify(steps),
        now(),
      );
      return context.json({ id }, 201);
    })
    .put("/:id", async (context) => {
      const { id } = workflow(context.get("person").account, context.req.param("id"));
      const { name, startsWhen, steps } = await readWorkflow(context);
      const sql = "UPDATE workflows SET name = ?, startsWhen = ?, steps = ? WHERE id = ?";
      database.run(sql, name, startsWhen, JSON.stringify(steps), id);
      return context.body(null, 204);
    })
    .post("/:id/switch", async (context) => {
      const { id } = workflow(context.get("person").account, context.req.param("id"));
      const on = (await readInput(context)).integer("on", 0, 1);
      database.run("UPDATE workflows SET configured = ? WHERE id = ?", on, id);
      return context.body(null, 204);
    })
    .post("/:id/run", (context) => {
      const { id, name, configured } = workflow(context.get("person").account, context.req.param("id"));
      if (!configured) refuse(`${name} is switched off. Switch it on before running it.`, 409);
      database.run("UPDATE workflows SET runs = runs + 1, lastRunAt = ? WHERE id = ?", now(), id);
      return context.body(null, 204);
    })
    .delete("/:id", (context) => {
      const { id } = workflow(context.get("person").account, context.req.param("id"));
      database.run("UPDATE workflows SET deletedAt = ?, configured = 0 WHERE id = ?", now(), id);
      return context.body(null, 204);
    });
}
