/** The parts of a request that say what it is, as `Request` has them. */
export interface RequestHead {
  readonly url: string;
  readonly headers: Pick<Headers, "get" | "has">;
}
