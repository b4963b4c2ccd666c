import type { KeyRing } from "../auth/key-ring.ts";
import { assertOrigin, requirePublicKey } from "../auth/public-key-access.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { publicDefinitions } from "../domain/public-definitions.ts";
import { cachedResponse, SHORT_CACHE } from "../http/cached-response.ts";

/** `GET /v1/definitions?key=pk_…`: what a tracker needs to measure. */
export function createDefinitionsDoor(
  keys: KeyRing,
  definitions: () => Promise<CompiledDefinitions>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    assertOrigin(request, await requirePublicKey(request, keys), "allowed");
    const body = JSON.stringify(publicDefinitions(await definitions()));
    return cachedResponse(request, { body, contentType: "application/json", cacheControl: SHORT_CACHE });
  };
}
