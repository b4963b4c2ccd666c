import { createHash } from "node:crypto";
import type { PublicDefinitions } from "@uptake/tracker/protocol";
import type { KeyRing } from "../auth/key-ring.ts";
import { assertOrigin, requirePublicKey } from "../auth/public-key-access.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import { publicDefinitions } from "../domain/public-definitions.ts";
import type { BrowserFiles } from "./browser-files.ts";
import { cachedResponse, IMMUTABLE_CACHE, SHORT_CACHE } from "./cached-response.ts";
import { HttpProblem } from "./problem.ts";

const SCRIPT_TYPE = "text/javascript; charset=utf-8";
/** How the built tracker ends: it is called without definitions, and then fetches them. */
const WITHOUT_DEFINITIONS = "}(null);";
/**
 * Scripts that are code and nothing else, so they need no key: the widget, and the parts that the tracker imports when it is
 * asked for web vitals, for its explanations or for the inspector.
 */
export const PLAIN_SCRIPTS = [
  "uptake-widget.js",
  "uptake-vitals.js",
  "uptake-debug.js",
  "uptake-inspector.js",
] as const;
const VERSIONED_SCRIPTS = ["uptake.js", ...PLAIN_SCRIPTS] as const;

/** The doors to the scripts that host pages load. */
export interface Scripts {
  /** `GET /uptake.js?key=pk_…`: code and definitions in one file. */
  tracker(request: Request): Promise<Response>;
  /** `GET /<name>`: code only, as it is now. */
  plain(request: Request, name: (typeof PLAIN_SCRIPTS)[number]): Promise<Response>;
  /** `GET /v/<version>/<name>`: code only, for ever the same, so that a page can pin its hash. */
  versioned(request: Request, version: string, name: string): Promise<Response>;
}

/** What the doors need. */
export interface ScriptParts {
  readonly files: BrowserFiles;
  readonly keys: KeyRing;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** Version of the packages, which share one. */
  readonly version: string;
}

export function createScripts({ files, keys, definitions, version }: ScriptParts): Scripts {
  return {
    async tracker(request) {
      assertOrigin(request, await requirePublicKey(request, keys), "allowed");
      const code = new TextDecoder().decode((await files.require("uptake.js")).body);
      const body = withDefinitions(code, publicDefinitions(await definitions()));
      return forAnyPage(cachedResponse(request, { body, contentType: SCRIPT_TYPE, cacheControl: SHORT_CACHE }));
    },
    async plain(request, name) {
      return forAnyPage(cachedResponse(request, { ...(await files.require(name)), cacheControl: SHORT_CACHE }));
    },
    async versioned(request, asked, name) {
      if (asked !== version) {
        throw new HttpProblem(
          "not-found",
          `This collector has version ${version}, not ${asked}. Ask for /v/${version}/…`,
        );
      }
      const isScript = VERSIONED_SCRIPTS.some((script) => script === name);
      if (!isScript && name !== "integrity.json") {
        throw new HttpProblem(
          "not-found",
          `There is no ${name}. There are ${VERSIONED_SCRIPTS.join(", ")}, integrity.json.`,
        );
      }
      const file = isScript
        ? await files.require(name)
        : { body: JSON.stringify(await integrity(files)), contentType: "application/json" };
      return forAnyPage(cachedResponse(request, { ...file, cacheControl: IMMUTABLE_CACHE }));
    },
  };
}

/**
 * Puts the definitions where the built script is called without any.
 * @throws HttpProblem `not-built` when the script is not the one that the build makes.
 */
export function withDefinitions(code: string, definitions: PublicDefinitions): string {
  const end = code.lastIndexOf(WITHOUT_DEFINITIONS);
  if (end < 0) {
    throw new HttpProblem("not-built", `uptake.js does not end in ${WITHOUT_DEFINITIONS} as built. Run: npm run build`);
  }
  return `${code.slice(0, end)}}(${escapedJson(definitions)});`;
}

/** JSON that stays data inside a script, also where the script is put into a page's markup. */
function escapedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Subresource integrity of every versioned script, as `integrity="…"` wants it. */
async function integrity(files: BrowserFiles): Promise<Readonly<Record<string, string>>> {
  const hashes = VERSIONED_SCRIPTS.map(async (name) => {
    const { body } = await files.require(name);
    return [name, `sha384-${createHash("sha384").update(body).digest("base64")}`] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}

/** Beside this, `import()` and pages that pin a hash need CORS headers, which the routes add. */
function forAnyPage(response: Response): Response {
  response.headers.set("cross-origin-resource-policy", "cross-origin");
  return response;
}
