import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longer than they look. Without the durations of an earlier run Vitest begins with the largest, and
 * these are small: what they run stands elsewhere, or they run it often.
 */
const SLOW = [
  /\.conformance\.test\.ts$/,
  /\/tests\/(faults|journeys|mounted)\//,
  /\/accessibility\./,
  /\/scenarios\.timed\./,
];

/** Begins with what takes longest, so that no worker is left with it at the end while the others have nothing to do. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification): boolean => SLOW.some((pattern) => pattern.test(moduleId));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
