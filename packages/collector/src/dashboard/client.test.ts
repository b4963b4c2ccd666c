import { expect, test } from "vitest";
import {
  cannedAccounts,
  cannedAccountsReply,
  cannedFeatures,
  cannedHead,
} from "../../../../tests/support/dashboard/canned-replies.ts";
import { createClient } from "./client.ts";
import { ProblemError } from "./problem-error.ts";

const { signal } = new AbortController();

function clientThatGets(answer: (url: URL, init?: RequestInit) => Response | Promise<Response>) {
  return createClient(async (input, init) => answer(new URL(String(input), "http://localhost"), init));
}
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

test("a page of accounts is asked for with its period, order, place and columns, and nothing that is empty", async () => {
  let asked = "";
  const client = clientThatGets((url) => {
    asked = url.pathname + url.search;
    return Response.json(cannedAccountsReply([]));
  });
  await client.accounts({ period: "30d", search: "", sort: "-engagement", limit: 25, offset: 25 }, signal);
  const [address, columns] = asked.split("&columns=");
  expect(address).toBe("/v1/accounts?period=30d&sort=-engagement&limit=25&offset=25");
  expect(decodeURIComponent(columns ?? "").split(",")).toEqual(expect.arrayContaining(["account", "engagement"]));
  expect(columns).not.toContain("healthScore");
});

test("one account is found among others that match its id, also on a later chunk", async () => {
  const [template] = cannedAccounts();
  if (template === undefined) throw new Error("no canned account");
  const all = Array.from({ length: 130 }, (_, index) => ({ ...template, account: `acme-${index}` }));
  const client = clientThatGets((url) => {
    const offset = Number(url.searchParams.get("offset"));
    return Response.json(cannedAccountsReply(all.slice(offset, offset + 100), { total: all.length }));
  });
  const reply = await client.account("acme-120", "month", signal);
  expect(reply.rows.map(({ account }) => account)).toEqual(["acme-120"]);
  expect(reply.total).toBe(1);
  expect((await client.account("acme", "month", signal)).rows).toEqual([]);
});

test("all features are read, however many chunks they take, of an account whose id needs escaping", async () => {
  const all = Array.from({ length: 150 }, (_, index) => ({ ...cannedFeatures(1)[0], feature: `f${index}` }));
  const client = clientThatGets((url) => {
    expect(url.pathname).toBe("/v1/accounts/a%2Fb%3F/features");
    const offset = Number(url.searchParams.get("offset"));
    return Response.json({ ...cannedHead(), total: all.length, rows: all.slice(offset, offset + 100) });
  });
  expect((await client.features("a/b?", "month", signal)).rows).toHaveLength(150);
});

test("a problem document becomes one error with its words and its patience", async () => {
  const problem = {
    type: "/problems/busy",
    title: "Busy",
    status: 503,
    detail: "Too many readers.",
    retryAfterMs: 30_000,
  };
  const client = clientThatGets(() => Response.json(problem, { status: 503 }));
  const error = await caught(client.session());
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ status: 503, title: "Busy", detail: "Too many readers.", retryAfterMs: 30_000 });
});

test("an error that is no problem document names its status", async () => {
  const client = clientThatGets(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  expect(await caught(client.session())).toMatchObject({
    status: 502,
    title: "The collector answered with status 502",
  });
});

test("an answer that is not JSON, as a proxy's page, is a problem of its own", async () => {
  const client = clientThatGets(() => new Response("<h1>Welcome to the Wi-Fi</h1>"));
  expect(await caught(client.session())).toMatchObject({
    status: 200,
    title: "The collector's answer could not be read",
  });
});

test("no answer at all has status 0", async () => {
  const client = clientThatGets(() => Promise.reject(new TypeError("Failed to fetch")));
  expect(await caught(client.session())).toMatchObject({ status: 0, title: "The collector can't be reached" });
});

test("a sign-in posts its token as JSON", async () => {
  let sent: RequestInit | undefined;
  const client = clientThatGets((_url, init) => {
    sent = init;
    return Response.json({ name: "Robin", role: "admin" });
  });
  await client.startSession("t0ken");
  expect(sent).toMatchObject({
    method: "POST",
    body: '{"token":"t0ken"}',
    headers: { "content-type": "application/json" },
  });
});
