import { cachedResponse, SHORT_CACHE } from "../../http/cached-response.ts";

/** `GET /openapi.json`: how to call this collector, made when somebody asks for the first time. */
export function createOpenapiDoor(make: () => object): (request: Request) => Promise<Response> {
  let body: string | null = null;
  return async (request) => {
    body ??= JSON.stringify(make());
    return cachedResponse(request, { body, contentType: "application/json", cacheControl: SHORT_CACHE });
  };
}
