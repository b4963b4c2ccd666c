import { OPERATIONS } from "../api/openapi/operations.ts";
import type { QueryParameter } from "../api/openapi/operations/operation.ts";
import type { ReadDoor } from "../api/reading/read-request.ts";
import { REPORT_DOORS, type ReportDoor } from "./report-doors.ts";

const PREFIX = "/v1/";

/** A report that is also a file. */
export interface ReportList {
  /** Its address without `/v1/`, as routes write it: `accounts`, `accounts/:id/features`. */
  readonly address: string;
  readonly query: readonly QueryParameter[];
  readonly read: ReadDoor;
}

/** Every list of the read API, as its operations say. */
export const REPORT_LISTS: readonly ReportList[] = Object.values<ReportDoor>(REPORT_DOORS)
  .filter(({ path }) => isList(path))
  .map(({ path, read }) => ({
    address: path.slice(PREFIX.length),
    query: OPERATIONS[`GET ${path}`]?.query ?? [],
    read,
  }));

/** Whether a report is also a file. */
export function isList(path: string): boolean {
  return OPERATIONS[`GET ${path}`]?.replies[200]?.types?.["text/csv"] !== undefined;
}

/** The list at an address such as `accounts/acme/features`, and the parts of its path; null: there is none. */
export function findList(
  address: string,
): { readonly list: ReportList; readonly path: Readonly<Record<string, string>> } | null {
  const parts = address.split("/");
  for (const list of REPORT_LISTS) {
    const names = list.address.split("/");
    const isHere =
      names.length === parts.length && names.every((name, index) => name === parts[index] || isId(name, parts[index]));
    if (!isHere) continue;
    const ids = names.flatMap((name, index) =>
      name.startsWith(":") ? [[name.slice(1), decoded(parts[index] ?? "")]] : [],
    );
    return { list, path: Object.fromEntries(ids) as Readonly<Record<string, string>> };
  }
  return null;
}

function isId(name: string, part = ""): boolean {
  return name.startsWith(":") && part !== "";
}

/** Ids with a slash are written as in an address. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
