import type { Logger } from "./logger.ts";

const WINDOW_MS = 60_000;
/** Lines of one class in a window: enough to see what is going on, and no disk is ever filled by an attack or an outage. */
const LINES_PER_WINDOW = { warn: 1, error: 5 } as const;

/** One class of lines in its current window. */
interface Class {
  sinceMs: number;
  lines: number;
  /** Left out since the last line. */
  more: number;
}

/** A log of warnings and errors in which no class can flood the others. */
export type LimitedLogger = Logger & {
  /** As `warn`, of a class that is told apart from others with the same message. */
  readonly warnOf: (kind: string, fields: object, message: string) => void;
};

/**
 * The same log, with at most one warning and five errors a minute of each class; the next line of a class says in `more`
 * how many were left out before it. A class is a message, so messages must hold nothing that callers send.
 * @param now clock, Unix ms.
 */
export function createLimitedLogger(logger: Logger, now: () => number): LimitedLogger {
  const classes = new Map<string, Class>();
  const limited = (level: keyof typeof LINES_PER_WINDOW, kind: string, fields: object, message: string): void => {
    const nowMs = now();
    const known = classes.get(kind) ?? { sinceMs: nowMs, lines: 0, more: 0 };
    classes.set(kind, known);
    // A clock that was set back must not silence anything for ever.
    if (Math.abs(nowMs - known.sinceMs) >= WINDOW_MS) Object.assign(known, { sinceMs: nowMs, lines: 0 });
    if (known.lines >= LINES_PER_WINDOW[level]) {
      known.more += 1;
      return;
    }
    known.lines += 1;
    logger[level](known.more > 0 ? { ...fields, more: known.more } : fields, message);
    known.more = 0;
  };
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => limited("warn", message, fields, message),
    error: (fields, message) => limited("error", message, fields, message),
    warnOf: (kind, fields, message) => limited("warn", `${message} ${kind}`, fields, message),
  };
}
