import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rollup, type OutputOptions } from "rollup";
import bundles from "../rollup.config.ts";

/** One script of another tracker with what a page needs to start it, minified. */
export async function bundlePageScript(name: string): Promise<string> {
  const entry = fileURLToPath(new URL(`page-scripts/${name}.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    platform: "browser",
    legalComments: "none",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** The version of a package of the workspace. */
export function installedVersion(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** Our script as it is shipped, but for the minifier: the last of its output's plugins only makes it a function. */
export async function bundleReadable(): Promise<string> {
  const script = bundles.find(({ input }) => String(input).endsWith("/script.ts"));
  if (!script) throw new Error("[bench] rollup.config.ts has no bundle of script.ts.");
  const { output, ...input } = script;
  const options = output as OutputOptions & { readonly plugins: readonly NonNullable<OutputOptions["plugins"]>[] };
  const bundle = await rollup(input);
  const { output: files } = await bundle.generate({ ...options, plugins: options.plugins.slice(-1) });
  await bundle.close();
  return files[0].code;
}
