/**
 * An answer would hold more sums than whoever reads may take at once. A row takes some 500 bytes with what is worked out of
 * it, and where memory ends, the process ends.
 */
export class TooManySumsError extends Error {
  override readonly name = "TooManySumsError";
  readonly maxRows: number;

  constructor(maxRows: number) {
    super(`The answer would hold more than ${maxRows} sums. Ask for fewer accounts.`);
    this.maxRows = maxRows;
  }
}
