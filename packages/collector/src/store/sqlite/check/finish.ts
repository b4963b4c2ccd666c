/**
 * Does all steps of something that works in pieces.
 * @param between is called between two of them.
 */
export function finish<Result>(steps: Generator<undefined, Result>, between: () => void = () => undefined): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    between();
  }
}
