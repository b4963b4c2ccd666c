/** Some of the writers, by their integers. */
export interface WriterRange {
  /** The first of them is behind this one. */
  readonly after: number;
  readonly last: number;
}

/**
 * SQL: the first slot that writers keep their integers for: for as long as they have cells, also below the watermark, where
 * not all are folded.
 */
export const FIRST_NEEDED_SLOT = `
  SELECT min(watermark_slot, coalesce((SELECT slot FROM cells ORDER BY slot LIMIT 1), watermark_slot)) FROM workspace`;

/**
 * SQL: whether nobody needs a writer any more, with `:end` from {@link FIRST_NEEDED_SLOT}. One that was voided stays, so that
 * its page, should it still be open, isn't taken for another.
 */
export const IS_OLD_WRITER = "last_slot < :end AND voided = 0";
