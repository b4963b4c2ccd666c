import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { HttpProblem } from "./problem.ts";

/** One built file. */
export interface BrowserFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** The built browser bundles, in memory, read again when they were built again. */
export interface BrowserFiles {
  /** Null: there is no such file. */
  find(name: string): Promise<BrowserFile | null>;
  /**
   * A file without which the build is not complete.
   * @throws HttpProblem `not-built`.
   */
  require(name: string): Promise<BrowserFile>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
};
/** Names of files, and folders above them, that can't lead out of the folder. */
const SAFE_NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/** @param folder where `npm run build` puts the bundles. */
export function createBrowserFiles(folder: string): BrowserFiles {
  const kept = new Map<string, { readonly modifiedAtMs: number; readonly file: BrowserFile }>();
  const find = async (name: string): Promise<BrowserFile | null> => {
    const contentType = CONTENT_TYPES[extname(name)];
    if (contentType === undefined || !SAFE_NAME.test(name)) return null;
    try {
      const path = join(folder, name);
      const { mtimeMs: modifiedAtMs } = await stat(path);
      const known = kept.get(name);
      if (known?.modifiedAtMs === modifiedAtMs) return known.file;
      const file: BrowserFile = { body: Uint8Array.from(await readFile(path)), contentType };
      kept.set(name, { modifiedAtMs, file });
      return file;
    } catch {
      return null;
    }
  };
  return {
    find,
    async require(name) {
      const file = await find(name);
      if (file !== null) return file;
      throw new HttpProblem("not-built", `${name} is missing from ${folder}. Run: npm run build`);
    },
  };
}
