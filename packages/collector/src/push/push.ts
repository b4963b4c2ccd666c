import type { PushReply } from "../api/contract.ts";
import { keyActor, requireSecretKey } from "../auth/bearer.ts";
import type { KeyRing } from "../auth/key-ring.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { assertMediaType, assertNotCompressed, mediaType, readText } from "../http/read-body.ts";
import type { Facts } from "../store/facts.ts";
import { createNotDefined } from "./not-defined.ts";
import { pushLines } from "./push-lines.ts";
import { LINE_KINDS, type LineKind } from "./push-schema.ts";
import { readLines } from "./read-lines.ts";

/** What the push API needs. */
export interface PushParts {
  readonly facts: Facts;
  readonly keys: KeyRing;
  readonly definitions: () => Promise<CompiledDefinitions>;
  readonly now: () => number;
}

type Door = (request: Request) => Promise<Response>;

/** Most bytes of one push. */
export const MAX_PUSH_BYTES = 5_000_000;

const NDJSON = "application/x-ndjson";

/**
 * The push API: batches of upserts. Lines that hold are stored, the others are named; the same push again changes nothing.
 * @returns a door for each kind, `PUT /v1/<kind>`.
 */
export function createPushDoors(parts: PushParts): Readonly<Record<LineKind, Door>> {
  const doors = LINE_KINDS.map((kind) => [kind, createDoor(kind, parts)] as const);
  return Object.fromEntries(doors) as Record<LineKind, Door>;
}

function createDoor(kind: LineKind, { facts, keys, definitions, now }: PushParts): Door {
  return async (request) => {
    await requireSecretKey(request, keys, "write");
    assertNotCompressed(request);
    assertMediaType(request, ["application/json", NDJSON]);
    const lines = readLines(await readText(request, MAX_PUSH_BYTES), mediaType(request) === NDJSON);
    const rules = { definitions: await definitions(), nowMs: now(), actor: keyActor(request) };
    const missing = createNotDefined(kind, rules.definitions);
    const { accepted, rejected, unknown } = await pushLines(facts, kind, lines, rules, missing);
    const notDefined = [...missing.told()];
    const reply: PushReply = {
      accepted,
      rejected,
      ...(unknown.length > 0 && { unknownFields: unknown }),
      ...(notDefined.length > 0 && { notDefined }),
    };
    return Response.json(reply);
  };
}
