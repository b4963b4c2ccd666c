import type { ProblemKind } from "../../../http/problem.ts";
import type { ComponentName } from "../components.ts";
import type { Operation, QueryParameter } from "./operation.ts";

/** What operations of several doors have. */

export const JSON_TYPE = "application/json";
/** Of whatever asks for a secret key. */
export const READ_PROBLEMS = [
  "unauthorized",
  "unknown-key",
  "scope-missing",
  "secret-in-browser",
  "not-acceptable",
  "too-much-to-count",
  "being-counted",
] as const satisfies readonly ProblemKind[];
/** Of whatever decides. */
export const CHANGE_PROBLEMS = [
  ...READ_PROBLEMS,
  "role-missing",
  "cross-site",
  "not-found",
] as const satisfies readonly ProblemKind[];
/** Of whatever takes a body. */
export const BODY_PROBLEMS = ["malformed", "too-large", "unsupported-type"] as const satisfies readonly ProblemKind[];
/** Of whatever asks for a public key. */
export const KEY_PROBLEMS = ["unknown-key", "origin-not-allowed"] as const satisfies readonly ProblemKind[];

/** A reply 200 of JSON. */
export const json = (name: ComponentName, description = "Done."): Operation["replies"] => ({
  200: { description, types: { [JSON_TYPE]: name } },
});

/** A parameter of the query; text unless said. */
export const parameter = (name: string, description: string, schema: object = { type: "string" }): QueryParameter => ({
  name,
  description,
  schema,
});

/** A parameter that is given again for each of several values. */
export const severalTimes = (name: string, description: string, schema?: object): QueryParameter => ({
  ...parameter(name, description, schema),
  repeats: true,
});
