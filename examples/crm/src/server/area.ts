import { Hono } from "hono";
import type { Database } from "./database/database.ts";

/** Who is signed in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** What they do there, such as "Front desk". */
  readonly title: string;
  readonly email: string;
  readonly account: string;
  readonly accountName: string;
  readonly plan: string;
}

/** What every area works with. */
export interface AreaDependencies {
  readonly database: Database;
  /** Unix ms. */
  readonly now: () => number;
}

/** Behind the sign-in every handler knows its person. */
export interface AreaEnvironment {
  readonly Variables: { readonly person: Person };
}

/** An area's own routes, mounted below `/api/<area>`. */
export function createArea(): Hono<AreaEnvironment> {
  return new Hono<AreaEnvironment>();
}
