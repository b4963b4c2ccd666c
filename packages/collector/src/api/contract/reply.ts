import type { GenericSchema, InferOutput } from "valibot";

/** What a shape describes; nobody writes to it. */
export type Reply<Shape extends GenericSchema> = Frozen<InferOutput<Shape>>;
type Frozen<Type> = Type extends object ? { readonly [Key in keyof Type]: Frozen<Type[Key]> } : Type;
