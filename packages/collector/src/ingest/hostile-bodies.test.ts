import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { MAX_BODY_BYTES, type CollectReply, type Problem } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";

/** Every body here goes both ways: through `fetch`, as a host mounts it, and through Node's own server, as `serve` does. */
interface Reply {
  readonly status: number;
  readonly json: Partial<CollectReply & Problem>;
}
type Send = (body: string | Uint8Array, headers?: Readonly<Record<string, string>>, query?: string) => Promise<Reply>;

let system: TestCollector;
let server: Server;
beforeAll(async () => {
  system = await startTestCollector();
  server = createServer((incoming, outgoing) => void system.collector.collect(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.close();
  await system.stop();
});

const plain = { "content-type": "text/plain" };
const byFetch: Send = async (body, headers = {}, query = `?key=${system.publicKey}`) => {
  const bytes = new Uint8Array(Buffer.from(body));
  const response = await system.collector.fetch(
    new Request(`http://collector.test/v1/collect${query}`, {
      method: "POST",
      headers: { ...plain, "content-length": String(bytes.byteLength), ...headers },
      body: bytes,
    }),
  );
  return { status: response.status, json: (await response.json()) as Reply["json"] };
};
const byNode: Send = async (body, headers = {}, query = `?key=${system.publicKey}`) => {
  const bytes = Buffer.from(body);
  const { port } = server.address() as AddressInfo;
  const sent = request({
    port,
    path: `/v1/collect${query}`,
    method: "POST",
    agent: false,
    headers: {
      ...plain,
      "content-length": bytes.byteLength,
      ...headers,
    },
  });
  // Too much is refused by its length, so the rest of it would meet a closed door.
  if (bytes.byteLength <= MAX_BODY_BYTES) sent.end(bytes);
  else sent.write(bytes.subarray(0, 1_000));
  const [incoming] = (await once(sent, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  sent.destroy();
  return { status: incoming.statusCode ?? 0, json: JSON.parse(Buffer.concat(chunks).toString()) as Reply["json"] };
};

const good = cellOf("calendars", START_MS, 60_000);
let made = 0;
/** A request of one writer of an account of its own, as text, so that it can hold what no object can. */
function bodyOf(cells: string): { readonly account: string; readonly body: string } {
  made += 1;
  const account = `hostile${made}`;
  const id = writerId(account);
  const writer = `{"id":"${id}","seq":1,"account":"${account}","user":"u","cells":[${cells}]}`;
  return { account, body: `{"v":1,"sdk":"x","sentAt":1,"writers":[${writer}]}` };
}
async function totalMs(account: string): Promise<number> {
  const rows = await system.store.facts.totals({ scope: ALL_ACCOUNTS, by: [], account });
  return rows.reduce((sum, { activeMs }) => sum + activeMs[1], 0);
}
const text = JSON.stringify(good);

describe.each([
  ["fetch", byFetch],
  ["Node's server", byNode],
] as const)("through %s", (_way, send) => {
  test.each(["gzip", "br", "deflate, gzip", "GZIP"])(
    "a body that is compressed (%s) is refused before it is unpacked",
    async (encoding) => {
      const bomb = gzipSync(Buffer.alloc(40_000_000));
      const { status, json } = await send(bomb, { "content-encoding": encoding });
      expect([status, json.type, json.detail]).toEqual([
        415,
        "/problems/unsupported-type",
        expect.stringContaining("Send the body as it is, without compression."),
      ]);
    },
  );

  test("a body that says it is not compressed is taken", async () => {
    const { body } = bodyOf(text);
    expect((await send(body, { "content-encoding": "identity" })).status).toBe(200);
  });

  test.each<[string, string | Uint8Array, number, string]>([
    ["NaN", '{"v":1,"sdk":"x","sentAt":NaN,"writers":[]}', 400, "is no JSON"],
    [
      "a time that no number can hold",
      '{"v":1,"sdk":"x","sentAt":1e999,"writers":[]}',
      400,
      "`sentAt` must be Unix ms",
    ],
    ["a version that no number can hold", '{"v":1e999,"sdk":"x","sentAt":1,"writers":[]}', 400, "`v` must be 1"],
    ["nothing but brackets", "[".repeat(60_000), 400, "is no JSON"],
    ["brackets that close", "[".repeat(30_000) + "]".repeat(30_000), 400, "protocol version 1"],
    ["a key of ten megabytes", `{"${"k".repeat(10_000_000)}":1}`, 413, "65536 are allowed"],
    [
      "bytes that are no UTF-8",
      Buffer.from('{"v":1,"sdk":"M\xfcller","sentAt":1,"writers":[]}', "latin1"),
      400,
      "is not UTF-8",
    ],
    ["half a character at its end", Buffer.from([0x7b, 0x7d, 0xc3]), 400, "is not UTF-8"],
    [
      "a prototype instead of writers",
      '{"v":1,"sdk":"x","sentAt":1,"__proto__":{"writers":[]}}',
      400,
      "protocol version 1",
    ],
  ])("%s is a problem that says so", async (_what, body, status, detail) => {
    const reply = await send(body);
    expect([reply.status, reply.json.status, reply.json.detail]).toEqual([
      status,
      status,
      expect.stringContaining(detail),
    ]);
  });

  test.each<[string, string]>([
    ["a slot that no number can hold", text.replace(/"slot":\d+/, '"slot":1e999')],
    ["visits beyond every number", text.replace('"visits":1', '"visits":1e999')],
    ["time beyond every number", text.replace("[60000", "[-1e999")],
    ["a lone surrogate in its feature", text.replace("calendars", "calendars\\ud800")],
    ["a lone surrogate in an action", text.replace('"visits"', '"actions":{"\\udfff":1},"visits"')],
    ["a prototype key as an action", text.replace('"visits"', '"actions":{"__proto__":1},"visits"')],
    ["a prototype instead of counters", `{"__proto__":${text}}`],
    ["nothing but brackets", "[".repeat(20_000) + "]".repeat(20_000)],
  ])("a cell with %s is refused as malformed, and its neighbour is counted", async (_what, cell) => {
    const { account, body } = bodyOf(`${cell},${text}`);
    const { status, json } = await send(body);
    expect([status, json.accepted, json.rejected]).toEqual([
      200,
      [{ id: writerId(account), seq: 1 }],
      [expect.objectContaining({ id: writerId(account), reason: "malformed" })],
    ]);
    expect(await totalMs(account)).toBe(60_000);
  });

  test("what nobody knows may be as deep as it likes", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const { account, body } = bodyOf(text.replace('"visits"', `"future":${deep},"visits"`));
    expect(await send(body)).toMatchObject({ status: 200, json: { rejected: [] } });
    expect(await totalMs(account)).toBe(60_000);
  });

  test("a writer whose sequence number no number can hold is refused, and its neighbour is counted", async () => {
    const { account, body } = bodyOf(text);
    const other = `{"id":"${writerId("endless")}","seq":1e999,"account":"a","user":"u","cells":[]}`;
    const { json } = await send(body.replace('"writers":[', `"writers":[${other},`));
    expect(json.rejected).toEqual([{ id: writerId("endless"), reason: "malformed" }]);
    expect(await totalMs(account)).toBe(60_000);
  });

  test("a writer that comes twice in one request counts as in two requests: the maximum of both", async () => {
    const { account, body } = bodyOf(text);
    const writer = body.slice(body.indexOf("[{") + 1, -2);
    const again = writer.replaceAll("60000", "90000").replace('"seq":1', '"seq":2');
    const { json } = await send(body.replace(writer, `${writer},${again}`));
    expect([json.accepted, json.rejected]).toEqual([[1, 2].map((seq) => ({ id: writerId(account), seq })), []]);
    expect(await totalMs(account)).toBe(90_000);
  });
});

test("a key of a megabyte in the address is unknown, and not repeated", async () => {
  const { status, json } = await byFetch("{}", {}, `?key=pk_${"x".repeat(1_000_000)}`);
  expect([status, json.type]).toEqual([401, "/problems/unknown-key"]);
  expect(JSON.stringify(json).length).toBeLessThan(300);
});
