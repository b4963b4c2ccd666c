import type { ProblemKind } from "../../../http/problem.ts";
import type { ComponentName } from "../components.ts";

/** Bodies by media type: the schema's name, or null where a schema could say nothing. */
export type Bodies = Readonly<Record<string, ComponentName | null>>;

/** How a caller proves who asks; of several, one is enough. */
export type Proof = "publicKey" | "secretKey" | "segment" | "endUser" | "session";

/** A parameter of the address's query. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: object;
  readonly required?: boolean;
  /** Given again for each of several values, such as `plan=a&plan=b`; the schema is that of one. Absent: it is given once. */
  readonly repeats?: true;
  /** Without a value it says something of its own, which the description tells. Absent: then it is refused. */
  readonly mayBeEmpty?: true;
}

/** One method of one address, in the words of whoever calls it. */
export interface Operation {
  readonly summary: string;
  readonly tag: "Trackers" | "People" | "Read" | "Decide" | "Push" | "Dashboard" | "Operations";
  /** It goes on answering, but there is a better one, which the summary names. */
  readonly deprecated?: true;
  /** Absent: anybody. */
  readonly proofs?: readonly Proof[];
  readonly query?: readonly QueryParameter[];
  readonly body?: Bodies;
  readonly replies: Readonly<Record<number, { readonly description: string; readonly types?: Bodies }>>;
  /** Beside `internal` and `unavailable`, which every address may answer. */
  readonly problems: readonly ProblemKind[];
}

/** Operations by method and path, as routes write them. */
export type Operations = Readonly<Record<string, Operation>>;
