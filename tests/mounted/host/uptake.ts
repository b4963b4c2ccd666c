import { createCollector, createSqliteStore } from "@uptake/collector";
import { memberOf } from "./session.ts";
import definitions from "./uptake.config.ts";

export const collector = createCollector({
  store: await createSqliteStore({ path: process.env["UPTAKE_FILE"] ?? "./data/uptake.db" }),
  definitions,
  basePath: "/uptake",
  // Your own session: { account, user } of whoever is signed in, or null.
  identity: (request) => memberOf(request.headers.get("cookie")),
});
