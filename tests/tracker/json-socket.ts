/** A WebSocket on which both sides speak JSON. */
export interface JsonSocket {
  send(message: object): void;
  /** @returns the function that ends it. */
  // oxlint-disable-next-line typescript/no-explicit-any -- Whatever the other side's protocol says.
  listen(listener: (message: any) => void): () => void;
  /** Resolves when it is closed, by whichever side. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects. Rejects when nobody listens there. */
export async function openJsonSocket(url: string): Promise<JsonSocket> {
  const socket = new WebSocket(url);
  // oxlint-disable-next-line typescript/no-explicit-any -- Whatever the other side's protocol says.
  const listeners = new Set<(message: any) => void>();
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data));
    for (const listener of Array.from(listeners)) listener(message);
  });
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(new Error(`[test] No answer from ${url}.`)), { once: true });
  });
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closed,
    close: () => socket.close(),
  };
}
