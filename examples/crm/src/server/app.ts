import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { NONCE, secureHeaders, type SecureHeadersVariables } from "hono/secure-headers";
import type { AreaDependencies, AreaEnvironment, Person } from "./area.ts";
import { createCalendarRoutes } from "./areas/calendars.ts";
import { createContactRoutes } from "./areas/contacts.ts";
import { createConversationRoutes } from "./areas/conversations.ts";
import { createMenuLinkRoutes } from "./areas/menu-links.ts";
import { createOpportunityRoutes } from "./areas/opportunities.ts";
import { createPaymentRoutes } from "./areas/payments.ts";
import { createPhoneRoutes } from "./areas/phone.ts";
import { createReportRoutes } from "./areas/reports.ts";
import { createSettingsRoutes } from "./areas/settings.ts";
import { createSiteRoutes } from "./areas/sites.ts";
import { createWorkflowRoutes } from "./areas/workflows.ts";
import { createEmbeddedRoutes } from "./embedded/embedded-routes.ts";
import { createSessionRoutes, sessionPerson } from "./session.ts";
import { uptakeHead } from "./uptake/head.ts";
import { signUptakeToken } from "./uptake/token.ts";
import type { UptakeSettings } from "./uptake/uptake-settings.ts";

/** What the server is made of. */
export interface AppOptions extends AreaDependencies {
  /** Reads the built `index.html`, in which `<!--head-->` marks where the scripts go; for each page, as a new build renames them. */
  readonly readPage: () => string;
  /** Folder of the built script and style. */
  readonly assetsFolder: string;
  readonly uptake: UptakeSettings | null;
  /** Called after every request that may have changed something. */
  readonly onChange: () => void;
  /** Called with what a handler threw unexpectedly. */
  readonly logError: (error: unknown) => void;
}

/** Fieldnote's server as a fetch handler: the JSON API below `/api`, the built app on every other path. */
export function createApp(options: AppOptions): Hono<{ Variables: SecureHeadersVariables }> {
  const { uptake, readPage, now } = options;
  const collector = uptake === null ? [] : [new URL(uptake.server).origin];
  const app = new Hono<{ Variables: SecureHeadersVariables }>();

  // Before the policy, since theirs is another.
  app.route("/embedded", createEmbeddedRoutes());
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...collector, NONCE],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        mediaSrc: ["'self'"],
        // What accounts put into their menus.
        frameSrc: ["'self'", "https:"],
        connectSrc: ["'self'", ...collector],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  );
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    options.logError(error);
    return context.json({ error: "Something went wrong on our side. Try again in a moment." }, 500);
  });

  app.get("/healthz", (context) => context.text("ok"));
  app.route("/api/session", createSessionRoutes(options));
  app.route("/api", createApi(options));
  app.use(
    "/assets/*",
    serveStatic({
      root: options.assetsFolder,
      rewriteRequestPath: (path) => path.slice("/assets".length),
      onFound: (_path, context) => context.header("cache-control", "public, max-age=31536000, immutable"),
    }),
  );
  app.get("/assets/*", (context) => context.text("Not found", 404));
  app.get("*", async (context) => {
    const person = sessionPerson(context, options);
    const path = context.req.path;
    if (person === null && path !== "/sign-in") return context.redirect("/sign-in");
    if (person !== null && (path === "/" || path === "/sign-in")) return context.redirect("/conversations");
    const nonce = context.get("secureHeadersNonce") ?? "";
    const head = person === null ? "" : await uptakeHead(person, uptake, nonce, now());
    context.header("cache-control", "no-store");
    return context.html(readPage().replace("<!--head-->", () => head));
  });
  return app;
}

function createApi(options: AppOptions): Hono<AreaEnvironment> {
  const { uptake, now } = options;
  const api = new Hono<AreaEnvironment>();
  api.use(async (context, next) => {
    const person = sessionPerson(context, options);
    if (person === null) return context.json({ error: "You are signed out. Sign in again." }, 401);
    context.set("person", person);
    context.header("cache-control", "no-store");
    await next();
    if (context.req.method !== "GET" && context.res.ok) options.onChange();
    return undefined;
  });
  const accessOf = async (person: Person, audience: "uptake" | "uptake-write") =>
    uptake && { server: uptake.server, token: await signUptakeToken(person, audience, uptake.jwtSecret, now()) };
  api.get("/uptake-token", async (context) => context.json(await accessOf(context.get("person"), "uptake")));
  api.get("/uptake-write-token", async (context) =>
    context.json(await accessOf(context.get("person"), "uptake-write")),
  );
  api.route("/conversations", createConversationRoutes(options));
  api.route("/calendars", createCalendarRoutes(options));
  api.route("/workflows", createWorkflowRoutes(options));
  api.route("/contacts", createContactRoutes(options));
  api.route("/opportunities", createOpportunityRoutes(options));
  api.route("/phone", createPhoneRoutes(options));
  api.route("/payments", createPaymentRoutes(options));
  api.route("/reports", createReportRoutes(options));
  api.route("/sites", createSiteRoutes(options));
  api.route("/settings", createSettingsRoutes(options));
  api.route("/menu-links", createMenuLinkRoutes(options));
  api.all("*", (context) => context.json({ error: `There is nothing at ${context.req.path}.` }, 404));
  return api;
}
