/** The collector as a fetch handler, to mount in a host's own server. */
export { createCollector, type Collector } from "./collector.ts";
export type { CollectorOptions } from "./collector-options.ts";
export type { Caller } from "./http/app.ts";
export type { Identity, IdentityOf } from "./auth/host-session.ts";
export { createNodeHandler, type NodeHandlerOptions } from "./node-handler.ts";
export type { JwtKey } from "./auth/tokens.ts";
export type { DefinitionsOutcome } from "./ops/apply-definitions.ts";
export type { Logger } from "./ops/logger.ts";

/** Where it keeps what it knows. */
export { createSqliteStore, type SqliteStore, type SqliteStoreOptions } from "./store/sqlite/create-sqlite-store.ts";
export { StoreUnavailableError } from "./store/store-unavailable-error.ts";

/** Definitions. */
export { defineDefinitions, type Definitions } from "./domain/definitions/definitions.ts";

/** What the read API answers. */
export type * from "./api/contract.ts";
