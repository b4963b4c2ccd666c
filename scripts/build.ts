import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup, type OutputOptions } from "rollup";
import bundles from "../rollup.config.ts";

/** Builds every browser bundle of `rollup.config.ts`. Arguments keep only the bundles whose input contains one of them. */
export async function buildBundles(only: readonly string[] = []): Promise<void> {
  for (const { output, ...input } of bundles) {
    if (only.length > 0 && !only.some((part) => JSON.stringify(input.input).includes(part))) continue;
    const outputs = (Array.isArray(output) ? output : [output]) as OutputOptions[];
    const bundle = await rollup({
      ...input,
      onwarn: (warning) => {
        throw new Error(`[build] ${warning.message}`);
      },
    });
    for (const options of outputs) {
      const { output: files } = await bundle.write(options);
      const isHashed = typeof options.entryFileNames === "string";
      if (isHashed && options.dir) await removeOthers(options.dir, new Set(files.map(({ fileName }) => fileName)));
    }
    await bundle.close();
  }
}

/** Hashed names would pile up. What is new is there before the old goes, for whoever serves the folder meanwhile. */
async function removeOthers(folder: string, written: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) if (!written.has(name)) await rm(join(folder, name), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildBundles(process.argv.slice(2));
