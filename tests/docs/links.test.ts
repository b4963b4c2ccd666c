import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const documents = globSync(["*.md", "packages/*/*.md", "examples/*/*.md", ".changeset/*.md"]);

/** `[text](target)` with a target inside the repository, without its `#fragment`. */
function localLinks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

test.for(documents)("every link in %s leads to a file", (document) => {
  const missing = localLinks(readFileSync(document, "utf8")).filter(
    (link) => !existsSync(join(dirname(document), link)),
  );
  expect(missing).toEqual([]);
});
