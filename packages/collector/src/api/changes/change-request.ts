import * as v from "valibot";
import type { Changer } from "../../auth/write-access.ts";
import type { AccountScope } from "../../domain/account-scope.ts";
import { HttpProblem } from "../../http/problem.ts";
import { assertMediaType, assertNotCompressed, parseJson, readText } from "../../http/read-body.ts";
import { invalidParameter, readText as readParameter } from "../query/parameters.ts";
import type { Records } from "../../store/records.ts";
import type { ReadParts } from "../reading/read-parts.ts";
import { wrongBody } from "./wrong-body.ts";

/** What taking a decision needs: to look, and to write it down. */
export type ChangeParts = ReadParts & { readonly records: Records };

/** One decision that somebody sends. */
export interface ChangeRequest {
  readonly request: Request;
  readonly parameters: URLSearchParams;
  /** Parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly changer: Changer;
  readonly parts: ChangeParts;
}

/** Takes the decisions of one address. */
export type ChangeDoor = (request: ChangeRequest) => Promise<Response>;

const MAX_BODY_BYTES = 65_536;

/**
 * Reads a JSON body that has to have a shape.
 * @throws HttpProblem `malformed`, naming the first field that doesn't hold.
 */
export async function readBody<Shape extends v.GenericSchema>(
  request: Request,
  shape: Shape,
): Promise<v.InferOutput<Shape>> {
  assertNotCompressed(request);
  assertMediaType(request, ["application/json"]);
  const parsed = v.safeParse(shape, parseJson(await readText(request, MAX_BODY_BYTES)));
  if (parsed.success) return parsed.output;
  throw new HttpProblem("malformed", wrongBody(parsed.issues[0]));
}

/**
 * A parameter that has to be there.
 * @throws HttpProblem `invalid-parameter`.
 */
export function requireParameter(parameters: URLSearchParams, name: string, allowed: string): string {
  const value = readParameter(parameters, name);
  if (value === null) throw invalidParameter(name, "", allowed);
  return value;
}

/** Whether an account exists for whoever asks. */
export function isVisible(scope: AccountScope, account: string): boolean {
  return scope.kind === "all" || scope.accounts.includes(account);
}

/** The problem of a member or account that isn't there, for whoever asks. */
export function unknownSubject(account: string, user: string | null): HttpProblem {
  const who =
    user === null ? `account "${account.slice(0, 80)}"` : `"${user.slice(0, 80)}" in "${account.slice(0, 80)}"`;
  return new HttpProblem("not-found", `Nobody has heard of ${who}. GET /v1/accounts and /v1/users list who there is.`);
}
