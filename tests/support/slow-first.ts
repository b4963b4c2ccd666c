import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest. Without the durations of an earlier run Vitest begins with the largest, and these are among
 * the smallest: what they test stands elsewhere.
 */
const SLOW = [/\.conformance\.test\.ts$/, /\/tests\/faults\//, /\/tests\/mounted\//, /\/accessibility\./];

/** Begins with what takes longest, so that no worker is left with it at the end while the others have nothing to do. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification): boolean => SLOW.some((pattern) => pattern.test(moduleId));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
