import { rm } from "node:fs/promises";
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
      // Hashed names would pile up.
      if (typeof options.entryFileNames === "string" && options.dir)
        await rm(options.dir, { recursive: true, force: true });
      await bundle.write(options);
    }
    await bundle.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildBundles(process.argv.slice(2));
