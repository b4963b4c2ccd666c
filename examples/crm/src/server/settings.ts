import type { UptakeSettings } from "./uptake/uptake-settings.ts";

/** What the environment chooses. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Path of the SQLite file. */
  readonly databasePath: string;
  /** Null: Fieldnote runs without Uptake. */
  readonly uptake: UptakeSettings | null;
}

/** Reads `CRM_*` and `UPTAKE_*`. @throws with a sentence for the person who starts the server. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const port = Number(environment["CRM_PORT"] || 4601);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`[crm] CRM_PORT is ${environment["CRM_PORT"]}. Choose a port from 0 to 65535.`);
  return {
    host: environment["CRM_HOST"] || "127.0.0.1",
    port,
    databasePath: environment["CRM_DATABASE"] || "./data/crm.db",
    uptake: readUptake(environment),
  };
}

function readUptake(environment: Readonly<Record<string, string | undefined>>): UptakeSettings | null {
  const names = ["UPTAKE_PUBLIC_KEY", "UPTAKE_SECRET_KEY", "UPTAKE_JWT_SECRET"] as const;
  const missing = names.filter((name) => !environment[name]);
  if (missing.length === names.length) return null;
  if (missing.length > 0)
    throw new Error(`[crm] ${missing.join(" and ")} not set. Set all of ${names.join(", ")}, or none.`);
  const server = environment["UPTAKE_SERVER"] || "http://127.0.0.1:4600";
  if (!URL.canParse(server) || !server.startsWith("http"))
    throw new Error(`[crm] UPTAKE_SERVER is ${server}. Set the collector's address, such as http://127.0.0.1:4600.`);
  return {
    server: server.replace(/\/+$/, ""),
    publicKey: environment["UPTAKE_PUBLIC_KEY"] ?? "",
    secretKey: environment["UPTAKE_SECRET_KEY"] ?? "",
    jwtSecret: environment["UPTAKE_JWT_SECRET"] ?? "",
  };
}
