import type { Worker } from "node:worker_threads";
import type { OwnDays } from "../api/reading/own-days.ts";
import { createBacklog } from "../store/sqlite/backlog.ts";
import { startWorker } from "../store/sqlite/start-worker.ts";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";
import { createLogGate } from "./log-gate.ts";
import type { ReportReply } from "./report-operations.ts";
import { resultOf } from "./report-outcome.ts";
import type { ReportThreadStart } from "./report-thread.ts";
import { createReportThreads, type ReportThread } from "./report-threads.ts";
import type { Reports } from "./report.ts";

/** Two, so that one long report doesn't hold up the short ones. */
const MAX_THREADS = 2;

/** Reports that may wait: whoever asks for more than these would be gone before they are answered. */
const MAX_WAITING_REPORTS = 200;

/**
 * Works reports out on threads of their own. The first is started by the first report, the second by one that comes while
 * the first is busy: a collector that nobody reads from pays for neither. A thread that broke is replaced when it is missed.
 * @param path the store's file.
 * @param noteRead told of the days of one's own whose kept figures a reply is made of.
 * @param startThread starts a thread; that of this folder unless given.
 */
export function createReportPool(
  path: string,
  noteRead: (ownDays: OwnDays) => void = () => undefined,
  startThread: (path: string) => Worker = startReportThread,
): Reports {
  const threads = createReportThreads(() => startThread(path), MAX_THREADS);
  const { take } = createBacklog(MAX_WAITING_REPORTS, "reports");
  const gate = createLogGate(path);
  const abandoned = new FinalizationRegistry<() => void>((forget) => forget());
  let closing: Promise<void> | undefined;

  /** A file, of which the thread writes the next piece when this one has been taken. */
  const streamOf = (thread: ReportThread, file: number): ReadableStream<Uint8Array> => {
    // A thread that is gone has forgotten it already.
    const forget = (): Promise<void> => thread.ask("forget", file).catch(() => undefined);
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = resultOf(await gate.pass(() => thread.ask("piece", file)));
        if (piece === null) controller.close();
        else controller.enqueue(piece);
      },
      cancel: forget,
    });
    // Whoever drops a reply that they haven't read tells nobody.
    abandoned.register(stream, () => void forget());
    return stream;
  };
  const responseOf = (thread: ReportThread, { status, headers, body, ownDays }: ReportReply): Response => {
    if (ownDays !== null) noteRead(ownDays);
    return new Response(typeof body === "number" ? streamOf(thread, body) : (body as Uint8Array<ArrayBuffer>), {
      status,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    });
  };

  return {
    async answer(question) {
      if (closing !== undefined) throw new StoreUnavailableError("closed", "The reports are closed. Open them again.");
      return take(1, () =>
        threads.use(async (thread) =>
          responseOf(thread, resultOf(await gate.pass(() => thread.ask("answer", question)))),
        ),
      );
    },
    close: () => (closing ??= threads.close()),
  };
}

function startReportThread(path: string): Worker {
  return startWorker(new URL("report-thread", import.meta.url), { path } satisfies ReportThreadStart);
}
