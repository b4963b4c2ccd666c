import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The least that a Node server can do with a request: read it, parse it, answer. Prints its port. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { writers } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly writers: readonly unknown[] };
    const body = JSON.stringify({ now: Date.now(), accepted: [writers.length], rejected: [] });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
