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

export function createDashboard(files: BrowserFiles): Dashboard {
  return {
    async page() {
      const { body, contentType } = await files.require("dashboard/index.html");
      return new Response(body, { headers: { "content-type": contentType } });
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
