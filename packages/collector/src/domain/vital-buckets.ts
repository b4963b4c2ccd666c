/** Buckets of web vitals: 8 to each doubling, so that a value taken from one is at most 5 % and half a unit off. */
const BUCKETS_PER_DOUBLING = 8;

/** One bucket of a histogram. */
export interface BucketCount {
  /** As {@link vitalBucket} numbers them. */
  readonly bucket: number;
  readonly count: number;
}

/**
 * The bucket of a value: 0 for zero, then 8 to each doubling, from 1.
 * @param value whole, not negative: ms, or layout shift × 1000.
 */
export function vitalBucket(value: number): number {
  return value < 1 ? 0 : 1 + Math.floor(Math.log2(value) * BUCKETS_PER_DOUBLING);
}

/** The value that stands for a bucket: its geometric middle, whole. */
export function bucketValue(bucket: number): number {
  return bucket === 0 ? 0 : Math.round(2 ** ((bucket - 0.5) / BUCKETS_PER_DOUBLING));
}

/**
 * The value that 75 % of the loads don't exceed, which is how Core Web Vitals are judged
 * (https://web.dev/articles/vitals#core-web-vitals). Null: there are none.
 */
export function seventyFifthPercentile(buckets: readonly BucketCount[]): number | null {
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { bucket, count } of buckets.toSorted((one, other) => one.bucket - other.bucket)) {
    seen += count;
    if (count > 0 && seen * 4 >= total * 3) return bucketValue(bucket);
  }
  return null;
}
