import { isId } from "@uptake/tracker/protocol";
import * as v from "valibot";
import type { AccountWrite, AssetWrite, UserWrite } from "../store/facts.ts";

/** One line of each push: unknown fields are ignored, a field that is absent stays as it was. */

const MAX_TEXT_LENGTH = 256;
const MAX_ACCOUNTS_OF_A_USER = 1_000;

const id = v.custom<string>(isId, "must be an id: 1 to 128 characters, none of them a control character");
const text = v.pipe(
  v.string("must be a string"),
  v.nonEmpty("must not be empty"),
  v.maxLength(MAX_TEXT_LENGTH, `may have ${MAX_TEXT_LENGTH} characters at most`),
  v.regex(/^[^\p{Cc}\p{Cs}]*$/u, "must have no control characters"),
);
const wholeNumber = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(0, "must not be negative"),
);
const time = wholeNumber;
const flag = v.boolean("must be true or false");

/** `PUT /v1/accounts` */
export const accountWrite: v.GenericSchema<unknown, AccountWrite> = v.object({
  id,
  name: v.exactOptional(text),
  plan: v.exactOptional(v.nullable(text)),
  createdAt: v.exactOptional(v.nullable(time)),
  churnedAt: v.exactOptional(v.nullable(time)),
});

/** `PUT /v1/users` */
export const userWrite: v.GenericSchema<unknown, UserWrite> = v.object({
  id,
  accounts: v.exactOptional(
    v.pipe(
      v.array(id, "must be a list of account ids"),
      v.maxLength(MAX_ACCOUNTS_OF_A_USER, "lists too many accounts"),
    ),
  ),
  name: v.exactOptional(text),
  role: v.exactOptional(v.nullable(text)),
  createdAt: v.exactOptional(v.nullable(time)),
});

/** `PUT /v1/assets` */
export const assetWrite: v.GenericSchema<unknown, AssetWrite> = v.object({
  id,
  account: id,
  type: id,
  name: v.exactOptional(text),
  createdAt: v.exactOptional(time),
  configured: v.exactOptional(flag),
  runs: v.exactOptional(wholeNumber),
  lastRunAt: v.exactOptional(v.nullable(time)),
  deletedAt: v.exactOptional(v.nullable(time)),
});
