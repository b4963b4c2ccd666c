/** What a step is told while the collector runs. */
export const RUNNING: AbortSignal = new AbortController().signal;
