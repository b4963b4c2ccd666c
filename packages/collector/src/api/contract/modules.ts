import type * as modules from "../openapi/module-shapes.ts";
import type { Reply } from "./reply.ts";

/** `GET /v1/modules` (all accounts) and `GET /v1/accounts/:id/modules` (one). */
export type ModulesReply = Reply<typeof modules.modulesReply>;
export type ModulesRow = ModulesReply["rows"][number];

/** `GET /v1/modules/:id/accounts` */
export type ModuleAccountsReply = Reply<typeof modules.moduleAccountsReply>;
export type ModuleAccountsRow = ModuleAccountsReply["rows"][number];

/** `GET /v1/modules/:id/nearly-there` */
export type NearlyThereReply = Reply<typeof modules.nearlyThereReply>;
export type NearlyThereRow = NearlyThereReply["rows"][number];

/** `PUT /v1/targets` */
export type TargetReply = Reply<typeof modules.targetReply>;
