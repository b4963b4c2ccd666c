/** What strace must write down for {@link judgeTrace}: every way to write, every way to sync. */
export const TRACED_CALLS = "fsync,fdatasync,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg";

/** The longest text of a call to write down: a page of the database, and more than a reply. */
export const TRACED_TEXT_BYTES = 5_000;

/** What a trace says about one marked request. */
export type TraceVerdict =
  /** When its reply left, its cells were synced. */
  | "synced"
  /** Its reply left before the end of a sync that began after its cells were written. */
  | "not synced"
  /** Its reply left, and its cells had not been written to the WAL. */
  | "not written";

const CALL = /^(?<thread>\d+) +(?<name>\w+)\(\d+<(?<file>[^>]*)>/;
const RESUMED = /^(?<thread>\d+) +<\.\.\. (?<name>\w+) resumed>.* = (?<result>-?\d+)/;
const RESULT = /\) += (?<result>-?\d+)/;

/**
 * Follows a trace of a collector, call by call. strace notes a call before it lets it run and the result after it: what
 * it notes later has not begun earlier.
 * @param lines of `strace -f -y`.
 * @param marker finds the texts that stand both in the rows of a request and in its reply; one text for each request.
 * @returns by marker; those that no reply has named are missing.
 */
export function judgeTrace(lines: Iterable<string>, marker: RegExp): ReadonlyMap<string, TraceVerdict> {
  const verdicts = new Map<string, TraceVerdict>();
  const written = new Set<string>();
  const synced = new Set<string>();
  /** By thread: what had been written when its sync began. */
  const syncing = new Map<string, readonly string[]>();
  const endSync = (thread: string, result: string | undefined): void => {
    if (result === "0") for (const text of syncing.get(thread) ?? []) synced.add(text);
    syncing.delete(thread);
  };
  const markersIn = (line: string): readonly string[] => [...new Set(line.match(new RegExp(marker, "g")))];

  for (const line of lines) {
    const resumed = RESUMED.exec(line)?.groups;
    if (resumed !== undefined && isSync(resumed["name"])) endSync(resumed["thread"] ?? "", resumed["result"]);
    const { thread = "", name, file = "" } = CALL.exec(line)?.groups ?? {};
    if (file.endsWith("-wal") && isSync(name)) {
      syncing.set(thread, [...written]);
      if (!line.endsWith("<unfinished ...>")) endSync(thread, RESULT.exec(line)?.groups?.["result"]);
    } else if (file.endsWith("-wal")) {
      for (const text of markersIn(line)) written.add(text);
    } else if (/^(socket|TCP)/.test(file)) {
      for (const text of markersIn(line)) {
        if (!verdicts.has(text)) {
          verdicts.set(text, synced.has(text) ? "synced" : written.has(text) ? "not synced" : "not written");
        }
      }
    }
  }
  return verdicts;
}

function isSync(name: string | undefined): boolean {
  return name === "fsync" || name === "fdatasync";
}
