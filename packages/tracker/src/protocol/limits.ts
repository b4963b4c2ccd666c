/** The numbers both sides of the wire agree on. Each name carries its unit. */

/** Length of a slot: 15 minutes, of which every real time-zone offset is a multiple. */
export const SLOT_MS = 900_000;

/** How far ahead of the collector's clock a slot may start before its cell is refused. */
export const CLOCK_SKEW_TOLERANCE_MS = 300_000;

/** Largest request body the collector reads. */
export const MAX_BODY_BYTES = 65_536;

/** Largest request body the tracker sends: the browser's keepalive quota of 64 KiB is shared by the whole page. */
export const MAX_PIECE_BYTES = 16_384;

/** Longest account, user, feature or action id, in UTF-16 code units. */
export const MAX_ID_LENGTH = 128;

/** Most writers in one request. */
export const MAX_WRITERS = 64;

/** Most cells in one request, over all its writers. */
export const MAX_CELLS = 1_000;

/** Most visits of one cell: four a second would be noise, not use. */
export const MAX_VISITS_PER_SLOT = 3_600;

/** Largest count of one action in one cell. */
export const MAX_ACTION_COUNT_PER_SLOT = 10_000;

/** Most distinct action names in one cell. */
export const MAX_ACTIONS_PER_SLOT = 32;

/** The feature that receives the time which no definition claims, so that an account's total is the sum of its parts. */
export const OTHER_FEATURE = "_other";

/** The version that every request carries as `v`. It stays accepted for ever. */
export const PROTOCOL_VERSION = 1;

/** Audience of tokens that may only write, and so the only ones that the tracker keeps in the browser. */
export const WRITE_AUDIENCE = "uptake-write";

/** What the key of a custom menu link begins with: such a feature needs no definition, its page names it on sight. */
export const LINK_PREFIX = "link:";
