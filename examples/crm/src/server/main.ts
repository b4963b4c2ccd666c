import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "./app.ts";
import { openDatabase } from "./database/database.ts";
import { seedDemoData } from "./fixtures/seed.ts";
import { readSettings } from "./settings.ts";
import { createUptakePush } from "./uptake/push.ts";
import { readRoster } from "./uptake/roster.ts";

const assetsFolder = fileURLToPath(new URL("../../dist/app", import.meta.url));

try {
  start();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function start(): void {
  const { host, port, databasePath, uptake } = readSettings(process.env);
  // Says what to build while somebody still looks at the terminal.
  readPage();
  const database = openDatabase(databasePath);
  seedDemoData(database, Date.now());
  const push =
    uptake && createUptakePush({ uptake, readRoster: () => readRoster(database), log: (line) => console.log(line) });

  const app = createApp({
    readPage,
    assetsFolder,
    database,
    uptake,
    now: Date.now,
    onChange: () => push?.schedule(),
    logError: console.error,
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.on("error", (error: NodeJS.ErrnoException) => {
    fail(
      error.code === "EADDRINUSE"
        ? `[crm] Port ${port} on ${host} is taken. Stop what listens there, or choose another by CRM_PORT.`
        : `[crm] Can't listen on ${host}:${port} (${error.message}). Check CRM_HOST and CRM_PORT.`,
    );
  });
  server.listen(port, host, () => {
    const address = server.address();
    const actualPort = typeof address === "object" && address !== null ? address.port : port;
    console.log(`[crm] Fieldnote CRM is at http://${host}:${actualPort} (password of every demo person: fieldnote)`);
    if (uptake === null) console.log("[crm] Uptake is off. Set UPTAKE_PUBLIC_KEY and the others of README.md.");
    push?.schedule();
  });

  const stop = () => {
    push?.stop();
    server.close(() => {
      database.close();
      process.exit(0);
    });
    // A browser's idle connection would keep the server open.
    if ("closeAllConnections" in server) server.closeAllConnections();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

function readPage(): string {
  try {
    return readFileSync(`${assetsFolder}/index.html`, "utf8");
  } catch {
    throw new Error(`[crm] ${assetsFolder}/index.html isn't built. Run: npm run build -- crm/src/app`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
