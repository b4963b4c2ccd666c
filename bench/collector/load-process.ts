import { generateLoad, type LoadOptions } from "./load-generator.ts";

/** The load in a process of its own: told what to do by its parent, it reports its phases and its result. */
process.once("message", async (options: LoadOptions) => {
  const result = await generateLoad(options, (phase) => process.send?.({ phase }));
  process.send?.({ result });
  process.disconnect();
});
