import type { Route } from "../../http/app.ts";
import { PROBLEMS, type ProblemKind } from "../../http/problem.ts";
import { componentSchemas } from "./components.ts";
import { OPERATIONS } from "./operations.ts";
import type { Bodies, Operation, Proof, QueryParameter } from "./operations/operation.ts";

const COMMON_PROBLEMS: readonly ProblemKind[] = ["internal", "unavailable"];

const SECURITY_SCHEMES: Readonly<Record<Proof, object>> = {
  publicKey: { type: "apiKey", in: "query", name: "key", description: "A public key, pk_…" },
  secretKey: { type: "http", scheme: "bearer", description: "A secret key, sk_…, from servers only." },
  segment: { type: "http", scheme: "basic", description: "A secret key as the user name, without a password." },
  endUser: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "Signed by the host." },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "uptake_session",
    description: "Over https it is called __Host-uptake.",
  },
};

/**
 * The OpenAPI 3.1 document of a table of routes.
 * @throws Error for a route that `OPERATIONS` doesn't describe.
 */
export function openapiDocument(routes: readonly Route[], version: string): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Uptake collector",
      version,
      license: { name: "MIT", identifier: "MIT" },
      description:
        "Times are Unix milliseconds, in CSV files moments in UTC such as 2026-11-15T09:00:00.000Z. Every error is an RFC 9457 problem document. Fields and values may be added; what is there keeps its meaning.",
    },
    servers: [{ url: "/" }],
    paths: Object.fromEntries(routes.map((route) => [pathOf(route), pathItem(route)])),
    components: { schemas: componentSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

function pathOf({ path }: Route): string {
  return path.replaceAll(/:([a-z]+)/g, "{$1}");
}

function pathItem(route: Route): object {
  const names = [...route.path.matchAll(/:([a-z]+)/g)].map(([, name = ""]) => name);
  const parameters = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const operations = Object.keys(route.methods).map((method) => {
    const operation = OPERATIONS[`${method} ${route.path}`];
    if (operation === undefined) throw new Error(`[openapi] Nothing describes ${method} ${route.path}. Add it.`);
    return [method.toLowerCase(), operationObject(operation)];
  });
  return { ...(parameters.length > 0 && { parameters }), ...Object.fromEntries(operations) };
}

function operationObject(operation: Operation): object {
  const { summary, tag, deprecated, proofs = [], query = [], body, replies, problems } = operation;
  return {
    summary,
    ...(deprecated && { deprecated }),
    tags: [tag],
    security: proofs.map((proof) => ({ [proof]: [] })),
    parameters: query.map(parameterObject),
    ...(body && { requestBody: { required: true, content: content(body) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, { description, types }]) => [
          status,
          { description, ...(types && { content: content(types) }) },
        ]),
      ),
      ...problemResponses([...problems, ...COMMON_PROBLEMS]),
    },
  };
}

/** One that is given several times is a list, whose parts are parameters of their own: the usual form of such lists. */
function parameterObject({ repeats, mayBeEmpty, schema, ...parameter }: QueryParameter): object {
  return {
    ...parameter,
    in: "query",
    schema: repeats === true ? { type: "array", items: schema } : schema,
    ...(repeats === true && { style: "form", explode: true }),
    ...(mayBeEmpty === true && { allowEmptyValue: true }),
  };
}

function content(bodies: Bodies): object {
  const schema = (name: Bodies[string]): object =>
    name === null ? {} : { schema: { $ref: `#/components/schemas/${name}` } };
  return Object.fromEntries(Object.entries(bodies).map(([type, name]) => [type, schema(name)]));
}

/** One response for each status, which names every problem that it may be. */
function problemResponses(kinds: readonly ProblemKind[]): object {
  const statuses = new Set(kinds.map((kind) => PROBLEMS[kind].status));
  const waits = { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } };
  const response = (status: number): object => ({
    description: [...new Set(kinds)]
      .filter((kind) => PROBLEMS[kind].status === status)
      .map((kind) => `/problems/${kind}: ${PROBLEMS[kind].title}.`)
      .join(" "),
    ...((status === 429 || status === 503) && { headers: waits }),
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  });
  return Object.fromEntries([...statuses].map((status) => [status, response(status)]));
}
