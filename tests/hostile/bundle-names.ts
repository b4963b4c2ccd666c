import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAst } from "rollup/parseAst";

const folder = fileURLToPath(new URL("../../packages/collector/dist/browser/", import.meta.url));

/** What a program's text says about the names that it uses. */
export interface UsedNames {
  /** Identifiers that the program doesn't declare itself. */
  readonly globals: ReadonlySet<string>;
  /** Properties that it reads, writes or calls, by name. */
  readonly properties: ReadonlySet<string>;
}

interface AnyNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === "object" && value !== null && typeof (value as AnyNode).type === "string";

/** Every node below one, with its parent and the field in which it stands there. */
function* nodesIn(node: AnyNode): Generator<readonly [node: AnyNode, parent: AnyNode, field: string]> {
  for (const [field, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (!isNode(child)) continue;
      yield [child, node, field];
      yield* nodesIn(child);
    }
  }
}

/** The names that a pattern of a declaration or of parameters declares. */
function* namesIn(pattern: unknown): Generator<string> {
  if (!isNode(pattern)) return;
  if (pattern.type === "Identifier") yield pattern["name"] as string;
  for (const field of ["left", "argument", "value"]) yield* namesIn(pattern[field]);
  for (const part of [pattern["elements"], pattern["properties"]].flat()) yield* namesIn(part);
}

function namesOf(code: string): UsedNames {
  const declared = new Set<string>();
  const used = new Set<string>();
  const properties = new Set<string>();
  for (const [node, parent, field] of nodesIn(parseAst(code) as unknown as AnyNode)) {
    const declares = [node["params"], node.type === "VariableDeclarator" ? node["id"] : [], node["param"]].flat();
    if (/^(Function|Class)/.test(node.type)) declares.push(node["id"]);
    for (const pattern of declares) for (const name of namesIn(pattern)) declared.add(name);
    const isName =
      (parent.type === "MemberExpression" && field === "property" && parent["computed"] !== true) ||
      (parent.type === "Property" && field === "key" && parent["computed"] !== true);
    if (node.type === "Identifier") (isName ? properties : used).add(node["name"] as string);
    else if (isName && node.type === "Literal") properties.add(String(node["value"]));
  }
  return { globals: new Set([...used].filter((name) => !declared.has(name))), properties };
}

/** What a script that hosts load uses, as it is built. */
export const bundleNames = (file: string): UsedNames => namesOf(readFileSync(folder + file, "utf8"));
