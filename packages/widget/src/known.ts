import type { MeReply } from "@uptake/tracker/protocol";

/** The collector's truth and when it came. */
export interface Known {
  readonly reply: MeReply;
  /** The writer that the request named; null: none. */
  readonly writer: string | null;
  /** This browser's clock, Unix ms. */
  readonly receivedAt: number;
}
