import type { Hono } from "hono";
import { type AreaDependencies, type AreaEnvironment, createArea } from "../area.ts";
import type { Database } from "../database/database.ts";

/** Reply of `GET /api/reports`: twelve weeks and the open pipeline. */
export interface Report {
  readonly weeks: readonly ReportWeek[];
  readonly pipeline: readonly { readonly stage: string; readonly count: number; readonly amountCents: number }[];
}

export interface ReportWeek {
  /** First instant, Unix ms: Monday 0:00 of the server's time zone. */
  readonly startsAt: number;
  readonly bookings: number;
  readonly completed: number;
  readonly revenueCents: number;
  readonly messages: number;
  readonly calls: number;
}

const weekCount = 12;

/** What happened in the account, by week, as JSON and as CSV. */
export function createReportRoutes({ database, now }: AreaDependencies): Hono<AreaEnvironment> {
  return createArea()
    .get("/", (context) => context.json(readReport(database, context.get("person").account, now())))
    .get("/export.csv", (context) => {
      const { weeks } = readReport(database, context.get("person").account, now());
      const rows = weeks.map((week) => [
        new Date(week.startsAt).toLocaleDateString("sv"),
        week.bookings,
        week.completed,
        (week.revenueCents / 100).toFixed(2),
        week.messages,
        week.calls,
      ]);
      const lines = [["week", "bookings", "completed", "revenue", "messages", "calls"], ...rows];
      return context.body(lines.map((line) => `${line.join(",")}\r\n`).join(""), 200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="fieldnote-report.csv"',
      });
    });
}

function readReport(database: Database, account: string, nowMs: number): Report {
  const starts = weekStarts(nowMs);
  const sum = (sql: string, startsAt: number, endsAt: number) =>
    database.get<{ value: number }>(sql, account, startsAt, endsAt)?.value ?? 0;
  const pipeline = database.get<{ id: number; stages: string }>(
    "SELECT id, stages FROM pipelines WHERE account = ? ORDER BY id",
    account,
  );
  const stages = pipeline ? (JSON.parse(pipeline.stages) as string[]) : [];
  return {
    weeks: starts.slice(0, -1).map((startsAt, index) => {
      const endsAt = starts[index + 1] ?? nowMs;
      const appointments =
        "SELECT count(*) AS value FROM appointments WHERE account = ? AND startsAt >= ? AND startsAt < ?";
      return {
        startsAt,
        bookings: sum(`${appointments} AND status <> 'cancelled'`, startsAt, endsAt),
        completed: sum(`${appointments} AND status = 'completed'`, startsAt, endsAt),
        revenueCents: sum(
          "SELECT coalesce(sum(amountCents), 0) AS value FROM invoices WHERE account = ? AND paidAt >= ? AND paidAt < ?",
          startsAt,
          endsAt,
        ),
        messages: sum(
          "SELECT count(*) AS value FROM messages WHERE account = ? AND sender = 'team' AND sentAt >= ? AND sentAt < ?",
          startsAt,
          endsAt,
        ),
        calls: sum(
          "SELECT count(*) AS value FROM calls WHERE account = ? AND startedAt >= ? AND startedAt < ?",
          startsAt,
          endsAt,
        ),
      };
    }),
    pipeline: stages.map((stage) => {
      const total = database.get<{ count: number; amountCents: number }>(
        `SELECT count(*) AS count, coalesce(sum(amountCents), 0) AS amountCents
         FROM opportunities WHERE pipeline = ? AND stage = ?`,
        pipeline?.id ?? 0,
        stage,
      );
      return { stage, count: total?.count ?? 0, amountCents: total?.amountCents ?? 0 };
    }),
  };
}

/** Thirteen Mondays: the starts of the last twelve weeks with the present one, and the end of that. */
function weekStarts(nowMs: number): number[] {
  const monday = new Date(nowMs);
  monday.setHours(0, 0, 0, 0);
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
  return Array.from({ length: weekCount + 1 }, (_, index) =>
    new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + (index - weekCount + 1) * 7).getTime(),
  );
}
