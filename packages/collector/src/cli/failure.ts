/** Ends a command with a message on standard error and an exit code: 2 for a wrong call, 1 for everything else. */
export class CommandFailure extends Error {
  readonly exitCode: 1 | 2;

  /** @param message what happened · the value · what to do. */
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "CommandFailure";
    this.exitCode = exitCode;
  }
}
