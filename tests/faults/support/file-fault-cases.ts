import type { SystemCallFault } from "./system-call-fault.ts";

/** How a collector meets a fault of its files while it runs. */
export interface RunningFault {
  readonly what: string;
  /** Null: no file may grow beyond a size, which the kernel sees to. */
  readonly fault: SystemCallFault | null;
  /**
   * `no commit`: nothing can be acknowledged. `some commits`: what doesn't need the failing call may be. `all commits`: only
   * what happens after an acknowledgement fails.
   */
  readonly meets: "no commit" | "some commits" | "all commits";
  /** Part of the short form as well. */
  readonly short?: true;
}

const SYNCS = "fsync,fdatasync";
const WRITES = "pwrite64,write,pwritev,ftruncate,fallocate";
const READS = "pread64,read,preadv";

export const RUNNING_FAULTS: readonly RunningFault[] = [
  {
    what: "the disk is full when a commit is written to the log",
    fault: { files: ["-wal"], calls: WRITES, error: "ENOSPC" },
    meets: "no commit",
    short: true,
  },
  {
    what: "a commit can't be written to the log",
    fault: { files: ["-wal"], calls: WRITES, error: "EIO" },
    meets: "no commit",
  },
  {
    what: "the file system has become read-only",
    fault: { files: ["", "-wal", "-shm"], calls: WRITES, error: "EROFS" },
    meets: "no commit",
    short: true,
  },
  {
    what: "the quota is used up",
    fault: { files: ["", "-wal", "-shm"], calls: WRITES, error: "EDQUOT" },
    meets: "no commit",
  },
  {
    what: "a commit is written, and its sync fails",
    fault: { files: ["-wal"], calls: SYNCS, error: "EIO" },
    meets: "no commit",
    short: true,
  },
  {
    what: "the disk is full, at the sync of the log",
    fault: { files: ["-wal"], calls: SYNCS, error: "ENOSPC" },
    meets: "no commit",
  },
  { what: "files may not grow: writes are cut short, then refused", fault: null, meets: "some commits", short: true },
  {
    what: "the disk is full when a checkpoint writes to the database",
    fault: { files: [""], calls: WRITES, error: "ENOSPC" },
    meets: "all commits",
  },
  {
    what: "a checkpoint can't write to the database",
    fault: { files: [""], calls: WRITES, error: "EIO" },
    meets: "all commits",
    short: true,
  },
  {
    what: "a checkpoint is written, and its sync fails",
    fault: { files: [""], calls: SYNCS, error: "EIO" },
    meets: "all commits",
  },
  {
    what: "the log grows, since nothing can be moved out of it, until its index can't",
    fault: { files: ["", "-shm"], calls: WRITES, error: "ENOSPC" },
    meets: "some commits",
  },
  { what: "the log can't be read", fault: { files: ["-wal"], calls: READS, error: "EIO" }, meets: "some commits" },
  { what: "the database can't be read", fault: { files: [""], calls: READS, error: "EIO" }, meets: "some commits" },
  {
    what: "nothing of the files works",
    fault: { files: ["", "-wal", "-shm"], calls: `${READS},${WRITES},${SYNCS}`, error: "EIO" },
    meets: "no commit",
  },
];

/** What only threads that begin later meet, such as that of reports. */
export const REPORTS_FAULT: SystemCallFault = { files: ["", "-wal", "-shm"], calls: "openat", error: "EMFILE" };

/** How a collector's start meets one: it ends and says why. */
export interface StartFault {
  readonly what: string;
  readonly fault: SystemCallFault;
  readonly short?: true;
}

export const START_FAULTS: readonly StartFault[] = [
  {
    what: "the database can't be opened for writing",
    fault: { files: [""], calls: "openat", error: "EROFS" },
    short: true,
  },
  { what: "the database can't be opened", fault: { files: [""], calls: "openat", error: "EIO" } },
  { what: "no more files can be opened", fault: { files: ["", "-wal", "-shm"], calls: "openat", error: "EMFILE" } },
  { what: "the log can't be opened", fault: { files: ["-wal"], calls: "openat", error: "EIO" } },
  { what: "the log's index can't be opened", fault: { files: ["-shm"], calls: "openat", error: "EROFS" } },
  { what: "the database can't be read", fault: { files: [""], calls: READS, error: "EIO" } },
  { what: "the log can't be read", fault: { files: ["-wal"], calls: READS, error: "EIO" } },
  { what: "the log's index can't be made", fault: { files: ["-shm"], calls: WRITES, error: "ENOSPC" } },
  { what: "the disk is full", fault: { files: ["", "-wal", "-shm"], calls: WRITES, error: "ENOSPC" }, short: true },
  { what: "the log can't be synced", fault: { files: ["-wal"], calls: SYNCS, error: "EIO" } },
];
