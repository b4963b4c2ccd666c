import type { BrowserFiles } from "./browser-files.ts";
import { IMMUTABLE_CACHE } from "./cached-response.ts";
import { HttpProblem } from "./problem.ts";

/** The doors to the dashboard's own files. */
export interface Dashboard {
  /** The page, for every address that its router knows. */
  page(): Promise<Response>;
  /** `GET /dashboard/<name>`: files whose names hold their hash. */
  asset(name: string): Promise<Response>;
}

/** How the built page begins the addresses of its files. */
const BUILT_ADDRESS = '="/dashboard/';

/** @param basePath what stands in front of the page's own addresses; empty at the root. */
export function createDashboard(files: BrowserFiles, basePath: string): Dashboard {
  return {
    async page() {
      const { body, contentType } = await files.require("dashboard/index.html");
      const page = new TextDecoder().decode(body).replaceAll(BUILT_ADDRESS, `="${basePath}/dashboard/`);
      return new Response(page, { headers: { "content-type": contentType } });
    },
    async asset(name) {
      const file = name === "index.html" ? null : await files.find(`dashboard/${name}`);
      if (file === null) throw new HttpProblem("not-found", `The dashboard has no file ${name}. Reload the page.`);
      return new Response(file.body, {
        headers: { "content-type": file.contentType, "cache-control": IMMUTABLE_CACHE },
      });
    },
  };
}
