import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createNodeServer } from "./node-server.ts";

const LIMITS = { headersMs: 50, requestMs: 100, idleMs: 60_000, checkEveryMs: 10, connections: 3 };

async function listen(): Promise<() => Promise<Socket>> {
  const server = createNodeServer((_, response) => void response.end("answer"), LIMITS);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    onTestFinished(() => void socket.destroy());
    await once(socket, "connect");
    return socket;
  };
}

test("a connection that says nothing, or never comes to an end of its headers or its body, is closed", async () => {
  const open = await listen();
  const endOf = async (sent: string): Promise<string> => {
    const socket = await open();
    const closed = once(socket, "close");
    socket.resume().write(sent);
    await closed;
    return "closed";
  };
  const ends = ["", "GET / HTTP/1.1\r\nhost: x\r\n", "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{"].map(
    endOf,
  );
  expect(await Promise.all(ends)).toEqual(["closed", "closed", "closed"]);
});

test("a connection that has asked something may rest for longer, and ask again", async () => {
  const open = await listen();
  const socket = await open();
  for (let count = 0; count < 2; count += 1) {
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    const [reply] = (await once(socket, "data")) as [Buffer];
    expect(String(reply)).toContain("answer");
    await new Promise((done) => setTimeout(done, 3 * LIMITS.requestMs));
  }
});

test("a connection too many is closed at once, and there is room again when another has gone", async () => {
  const open = await listen();
  const sockets: Socket[] = [];
  const ask = async (): Promise<string> => {
    const socket = await open();
    sockets.push(socket);
    socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    const [reply] = (await Promise.race([once(socket, "data"), once(socket, "close")])) as [Buffer | boolean];
    return String(reply).includes("answer") ? "answered" : "closed";
  };
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual(["answered", "answered", "answered", "closed"]);
  const [first] = sockets;
  first?.destroy();
  await expect.poll(ask).toBe("answered");
});
