/** How this server reaches the collector. */
export interface UptakeSettings {
  /** The collector's address as browsers reach it, without a trailing slash. */
  readonly server: string;
  /** `pk_…`, for the page. */
  readonly publicKey: string;
  /** `sk_…`, never leaves this server. */
  readonly secretKey: string;
  /** Signs the people's tokens; the collector has the same in `UPTAKE_JWT_SECRET`. */
  readonly jwtSecret: string;
}
