import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Contender } from "./contender.ts";

/** Sizes of a script in bytes. */
export interface Size {
  readonly name: string;
  readonly raw: number;
  /** Level 9. */
  readonly gzip: number;
  /** Quality 11. */
  readonly brotli: number;
}

/** What a contender's scripts weigh on the way. */
export function sizesOf({ parts }: Contender): readonly Size[] {
  return parts.map(({ name, code }) => {
    const bytes = Buffer.from(code);
    return {
      name,
      raw: bytes.byteLength,
      gzip: gzipSync(bytes, { level: 9 }).byteLength,
      brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).byteLength,
    };
  });
}
