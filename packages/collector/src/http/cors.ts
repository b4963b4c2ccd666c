const PREFLIGHT_MAX_AGE_SECONDS = 86_400;

/** Who may read the replies of an address, and what they may send. */
export interface CorsPolicy {
  readonly methods: readonly string[];
  /** Request headers beyond the ones that need no preflight. */
  readonly headers: readonly string[];
}

/**
 * Lets a browser read a reply, an error too. Credentials are never allowed.
 * @param origins exact origins of the key; empty: any. An origin that is not among them may still read why it was refused.
 */
export function allowOrigin(headers: Headers, origins: readonly string[], origin: string | null): void {
  if (origins.length === 0) {
    headers.set("access-control-allow-origin", "*");
  } else {
    headers.set("access-control-allow-origin", origin !== null && origins.includes(origin) ? origin : "*");
    headers.append("vary", "Origin");
  }
  headers.set("access-control-expose-headers", "Retry-After");
}

/** The answer to a preflight request, and to every other `OPTIONS`. @param allow all methods of the address. */
export function preflightResponse({ methods, headers }: CorsPolicy, allow: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      allow,
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers": headers.join(", "),
      "access-control-max-age": String(PREFLIGHT_MAX_AGE_SECONDS),
    },
  });
}
