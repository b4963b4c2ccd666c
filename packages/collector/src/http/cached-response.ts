import { createHash } from "node:crypto";

/** Asks again after a minute: definitions and scripts reach every page soon. */
export const SHORT_CACHE = "public, max-age=60";

/** For addresses that hold a version or a hash. */
export const IMMUTABLE_CACHE = "public, max-age=31536000, immutable";

/** What a cacheable address answers. */
export interface Cacheable {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** Answers with an ETag made of the content, and `304` to whoever has it already. */
export function cachedResponse(request: Request, { body, contentType, cacheControl }: Cacheable): Response {
  const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
  const headers = { etag, "cache-control": cacheControl };
  if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "content-type": contentType } });
}

/** Weak comparison, as RFC 9110 section 13.1.2 asks: a proxy that compressed the body marks the tag as weak. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "")));
}
