const HTTPS_ONLY_SECONDS = 31_536_000;
const DASHBOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");
const NOTHING_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Adds what every reply carries. Headers that a door has set stay as they are. */
export function addSecurityHeaders(headers: Headers, isHttps: boolean): void {
  const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
  const defaults: Readonly<Record<string, string>> = {
    "cache-control": "no-store",
    "content-security-policy": isPage ? DASHBOARD_POLICY : NOTHING_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(isHttps && { "strict-transport-security": `max-age=${HTTPS_ONLY_SECONDS}` }),
  };
  for (const [name, value] of Object.entries(defaults)) {
    if (!headers.has(name)) headers.set(name, value);
  }
}
