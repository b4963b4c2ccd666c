import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";
import { collector } from "./uptake.ts";

const app = new Hono();
app.all("/uptake/*", (context) => {
  const { address } = getConnInfo(context).remote;
  return collector.fetch(context.req.raw, { address: address ?? null });
});
serve({ fetch: app.fetch, port: Number(process.env["PORT"] ?? 3000) });
