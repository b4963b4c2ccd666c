import { Hono } from "hono";
import { html } from "hono/html";
import { NONCE, secureHeaders, type SecureHeadersVariables } from "hono/secure-headers";
import { embeddedPages } from "./embedded-page.ts";

/** Pages as another product would serve them: they know nothing of Fieldnote, and may stand in a frame. */
export function createEmbeddedRoutes(): Hono<{ Variables: SecureHeadersVariables }> {
  const routes = new Hono<{ Variables: SecureHeadersVariables }>();
  routes.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: [NONCE],
        styleSrc: [NONCE],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
      },
      strictTransportSecurity: false,
    }),
  );
  return routes.get("/:page", (context) => {
    const page = embeddedPages.get(context.req.param("page"));
    if (page === undefined) return context.text("There is no such page.", 404);
    const nonce = context.get("secureHeadersNonce") ?? "";
    return context.html(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width" />
            <title>${page.title}</title>
            <style nonce="${nonce}">
              :root {
                color-scheme: light dark;
                font:
                  400 16px/1.6 Georgia,
                  "Times New Roman",
                  serif;
              }
              body {
                max-width: 38em;
                margin: 0 auto;
                padding: 28px 24px 48px;
              }
              h1 {
                margin: 0 0 20px;
                font-size: 28px;
                line-height: 1.25;
              }
              h2 {
                margin: 24px 0 2px;
                font-size: 18px;
              }
              p {
                margin: 0;
              }
            </style>
          </head>
          <body>
            <h1>${page.title}</h1>
            ${page.sections.map(
              ([heading, text]) =>
                html`<h2>${heading}</h2>
                  <p>${text}</p>`,
            )}
            ${page.signals && signalScript(nonce)}
          </body>
        </html>`,
    );
  });
}

/**
 * What a page in a frame may do for Uptake in the page around it, which can't see what happens in here: while somebody uses
 * it, a word now and then. A page without it counts as well, up to ten minutes after the last sign around it.
 */
const signalScript = (nonce: string) =>
  html`<script nonce="${nonce}">
    let saidAt = 0;
    for (const type of ["pointermove", "keydown", "wheel", "touchmove"])
      addEventListener(type, () => {
        if (Date.now() - saidAt < 1000) return;
        saidAt = Date.now();
        parent.postMessage("uptake", "*");
      });
  </script>`;
