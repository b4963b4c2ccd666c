import type { CellState, CollectRequest, WriterState } from "@uptake/tracker/protocol";
import type { InferOutput } from "valibot";
import { expectTypeOf, test } from "vitest";
import type { cellSchema, envelopeSchema, writerSchema } from "./collect-schema.ts";

/** Whether a list or record may be written to is the compiler's business, not the wire's. */
type Frozen<Type> = Type extends object ? { readonly [Key in keyof Type]: Frozen<Type[Key]> } : Type;

type ReadCell = InferOutput<typeof cellSchema>;
type ReadWriter = Omit<InferOutput<typeof writerSchema>, "cells"> & { cells: ReadCell[] };
type ReadRequest = Omit<InferOutput<typeof envelopeSchema>, "writers"> & { writers: ReadWriter[] };

test("what the validator lets through has exactly the types of the wire", () => {
  expectTypeOf<Frozen<ReadCell>>().toEqualTypeOf<Frozen<CellState>>();
  expectTypeOf<Frozen<ReadWriter>>().toEqualTypeOf<Frozen<WriterState>>();
  expectTypeOf<Frozen<ReadRequest>>().toEqualTypeOf<Frozen<CollectRequest>>();
});
