import { getRequestListener } from "@hono/node-server";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { createCollector, type Collector } from "../collector.ts";
import { printConfig } from "../config-variables.ts";
import type { Caller } from "../http/app.ts";
import { createClientAddress } from "../http/client-address.ts";
import { createNodeServer } from "../http/node-server.ts";
import type { DefinitionsOutcome } from "../ops/apply-definitions.ts";
import { openStore, type CommandContext } from "./context.ts";
import { CommandFailure } from "./failure.ts";
import { limitNewObjects } from "./limit-new-objects.ts";
import { loadDefinitions } from "./load-definitions.ts";
import { stop, stopSignal } from "./stop.ts";

const STDERR = 2;
/** What tells that a proxy on this machine passes on a request from elsewhere. */
const PROXY_HEADERS = ["forwarded", "via", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/**
 * `uptake serve [--print-config]`: answers until it is told to stop, then drains and ends. Where its store breaks it ends with
 * 1, since whoever starts it anew has one that works; a collector that refuses everything would go unnoticed.
 */
export async function runServe(words: readonly string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { "print-config": { type: "boolean", default: false } } });
  if (values["print-config"]) {
    for (const line of printConfig(context.environment)) context.print(line);
    return 0;
  }
  const { config, now, random, print } = context;
  // Before the store starts its threads.
  limitNewObjects();
  const definitions = await loadDefinitions(config);
  const store = await openStore(context, config.timeZone);
  const logger = pino({ base: null }, pino.destination(STDERR));
  const collector = createCollector({
    store,
    ...(config.jwt !== null && { jwt: config.jwt }),
    jwtAudience: config.jwtAudience,
    signedWrites: config.signedWrites,
    ...(config.baseUrl !== null && { baseUrl: config.baseUrl }),
    ...(definitions !== null && { definitions }),
    rateLimit: config.rateLimit,
    slotDays: config.slotDays,
    retentionDays: config.retentionDays,
    processMetrics: true,
    logger,
    now,
    random,
  });
  const server = createNodeServer(createListener(collector, createCallerOf(config.trustedProxies)));
  // From here on a stop drains, also one that comes before the start is through.
  const stopped = stopSignal();
  try {
    const outcome = await collector.ready();
    report(outcome, context);
    const address = await listen(server, context);
    const base = config.baseUrl ?? address;
    print(`Uptake listens on ${address}`);
    if (base !== address) print(`Its public address is ${base}`);
    print(`Sign in, once, within a day: ${base}/sign-in#token=${await collector.createSignInToken()}`);
    const { timeZone } = await store.facts.watermark({ kind: "all" });
    logger.info({ address, timeZone, definitions: outcome.version }, "started");
    const end = await Promise.race([stopped, store.lost]);
    if (end instanceof Error) {
      logger.error({ reason: end.message }, "store lost, stopping");
      return 1;
    }
    logger.info({ signal: end }, "stopping");
    return 0;
  } finally {
    await stop(server, collector, logger);
  }
}

type CallerOf = (incoming: IncomingMessage) => Caller;

function createListener(collector: Collector, callerOf: CallerOf): RequestListener {
  const answer = getRequestListener(
    (request, { incoming }) => collector.fetch(request, callerOf(incoming as IncomingMessage)),
    { overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => {
    if (!collector.collect(incoming, outgoing, callerOf(incoming))) void answer(incoming, outgoing);
  };
}

function createCallerOf(trustedProxies: readonly string[]): CallerOf {
  const addressOf = createClientAddress(trustedProxies);
  return ({ socket, headers }) => {
    const forwarded = headers["x-forwarded-for"];
    const address = addressOf({
      socketAddress: socket.remoteAddress ?? "",
      forwardedFor: (Array.isArray(forwarded) ? forwarded.join(",") : forwarded) ?? null,
    });
    return { address, isLocal: address === null && !PROXY_HEADERS.some((name) => headers[name] !== undefined) };
  };
}

/** @throws CommandFailure when the port is taken or can't be opened. */
async function listen(server: Server, { config: { host, port } }: CommandContext): Promise<string> {
  try {
    await new Promise<void>((done, refuse) => server.once("error", refuse).listen(port, host, done));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? "is taken by another program" : `can't be opened (${code})`;
    throw new CommandFailure(`Port ${port} on ${host} ${why}. Choose another one with UPTAKE_PORT, or UPTAKE_HOST.`);
  }
  return ownAddress(server, host);
}

/** An address that a browser on this machine can open. */
function ownAddress(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = ["0.0.0.0", "::"].includes(host) ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

function report(outcome: DefinitionsOutcome, { config, print, warn }: CommandContext): void {
  const { path } = config.definitions;
  if (outcome.kind === "applied") print(`Definitions: ${path} is applied as version ${outcome.version}.`);
  if (outcome.kind === "unchanged") print(`Definitions: version ${outcome.version}, as in ${path}.`);
  if (outcome.kind === "kept") {
    warn(`Definitions: version ${outcome.version} was edited on screen since, so ${path} is not applied.`);
  }
  if (outcome.kind === "none" && outcome.version !== null) print(`Definitions: version ${outcome.version}, as stored.`);
  if (outcome.kind === "none" && outcome.version === null) {
    warn(`Definitions: there are none, so all time counts as _other. Write ${path}, or set UPTAKE_DEFINITIONS.`);
  }
}
