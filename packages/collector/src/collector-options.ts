import type { IdentityOf } from "./auth/host-session.ts";
import type { RandomBytes } from "./auth/secrets.ts";
import type { JwtKey } from "./auth/tokens.ts";
import type { Definitions } from "./domain/definitions/definitions.ts";
import type { SignedWrites } from "./ingest/judge-owner.ts";
import type { Logger } from "./ops/logger.ts";
import type { Facts } from "./store/facts.ts";
import type { Records } from "./store/records.ts";
import type { Upkeep } from "./store/upkeep.ts";

/** What `createCollector` takes. */
export interface CollectorOptions {
  /** Where everything is kept, in days of its own zone. The collector closes it. */
  readonly store: {
    readonly facts: Facts;
    readonly records: Records;
    readonly upkeep: Upkeep;
    /**
     * The SQLite file itself, absolute: reports are worked out from it, on threads of their own. Absent: they ask `facts`
     * and `records`, on the thread that answers.
     */
    readonly path?: string;
    /** Waits until all that was acknowledged is in what is read from there; absent: it always is. */
    catchUp?(): Promise<void>;
    close(): Promise<void>;
  };
  /** How end users' tokens are checked. Absent: nobody can read their record, and writers are taken at their word. */
  readonly jwt?: JwtKey;
  /**
   * Audience of the tokens that may read.
   * @defaultValue "uptake"
   */
  readonly jwtAudience?: string;
  /**
   * Whether writers have to prove their owner; anything but `off` needs `jwt`.
   * @defaultValue "off"
   */
  readonly signedWrites?: SignedWrites;
  /**
   * Who is signed in to the host that mounts the collector: called at most once for a request, and only for those that
   * come from the host's own origin. With it `GET /v1/me` needs no token, and writers are only taken from whom it names
   * or with a token. When it throws, the answer is 503 and nothing is lost.
   */
  readonly identity?: IdentityOf;
  /** Public address, such as `https://uptake.example.com`. Absent: the one that each request names. */
  readonly baseUrl?: string;
  /**
   * Path under which a host mounts the collector, such as `/uptake`, whether or not the host strips it.
   * @defaultValue the path of `baseUrl`; without one, the root
   */
  readonly basePath?: string;
  /** The host's definitions file; applied unless something was edited on screen since. */
  readonly definitions?: Definitions;
  /** Folder of the built browser bundles; the package's own unless given. */
  readonly browserFolder?: string;
  /**
   * Collect requests a minute for each key and address.
   * @defaultValue 3000
   */
  readonly rateLimit?: number;
  /**
   * How long 15-minute slots are kept, days; what is older is kept by whole days.
   * @defaultValue 400
   */
  readonly slotDays?: number;
  /** How long anything that happened is kept, days. Absent or null: for ever. */
  readonly retentionDays?: number | null;
  /**
   * Whether this collector does the store's background work; some collector of each store should.
   * @defaultValue true
   */
  readonly jobs?: boolean;
  /** Silent unless given. */
  readonly logger?: Logger;
  /**
   * Whether `/metrics` tells of the process as well; a host that mounts the collector has its own metrics of that.
   * @defaultValue false
   */
  readonly processMetrics?: boolean;
  /** Clock, Unix ms; the machine's unless given. */
  readonly now?: () => number;
  /** Source of secrets; the machine's unless given. */
  readonly random?: RandomBytes;
}
