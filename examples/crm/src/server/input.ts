import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";

/** A request's JSON object, read field by field; a wrong field ends the request with 400 and a sentence for the form. */
export interface Input {
  /** A text without surrounding blanks. */
  text(field: string, options?: { readonly optional?: boolean; readonly maxLength?: number }): string;
  /** A whole number within both ends. */
  integer(field: string, least: number, most: number): number;
  choice<Choice extends string>(field: string, choices: readonly Choice[]): Choice;
  list<Item>(field: string, read: (item: Input) => Item, maxLength: number): Item[];
}

/** Reads the body of a JSON request. */
export async function readInput(context: Context): Promise<Input> {
  // A form of another site can't send this type without asking first, so it can't act for the person.
  if (!context.req.header("content-type")?.startsWith("application/json")) refuse("Send the fields as JSON.", 415);
  return inputOf(await context.req.json().catch(() => null));
}

/** The row that a route's id names. @throws 404 where there is none in the person's account. */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new HTTPException(404, { message: "This record doesn't exist, or is no longer here." });
  return row;
}

/** Ends the request with a sentence that the app shows. */
export function refuse(message: string, status: 400 | 409 | 415 = 400): never {
  throw new HTTPException(status, { message });
}

function inputOf(value: unknown): Input {
  if (typeof value !== "object" || value === null) refuse("The request holds no fields.");
  const fields = value as Readonly<Record<string, unknown>>;
  return {
    text: (field, options = {}) => {
      const text = typeof fields[field] === "string" ? fields[field].trim() : "";
      const maxLength = options.maxLength ?? 200;
      if (text === "" && !options.optional) refuse(`Fill in “${field}”.`);
      if (text.length > maxLength) refuse(`“${field}” is longer than ${maxLength} characters. Shorten it.`);
      return text;
    },
    integer: (field, least, most) => {
      const number = Number(fields[field]);
      if (!Number.isInteger(number) || number < least || number > most)
        refuse(`“${field}” must be a whole number from ${least} to ${most}.`);
      return number;
    },
    choice: (field, choices) =>
      choices.find((choice) => choice === fields[field]) ?? refuse(`“${field}” must be one of: ${choices.join(", ")}.`),
    list: (field, read, maxLength) => {
      const items = fields[field];
      if (!Array.isArray(items)) refuse(`“${field}” must be a list.`);
      if (items.length > maxLength) refuse(`“${field}” holds more than ${maxLength} entries.`);
      return items.map((item) => read(inputOf(item)));
    },
  };
}
