import { readdirSync, readFileSync } from "node:fs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import type { OutputChunk, Plugin, RollupOptions } from "rollup";
import esbuild from "rollup-plugin-esbuild";

/** Every browser bundle. `node scripts/build.ts` runs it. */

const served = "packages/collector/dist/browser";
const tracker = "packages/tracker/src";
const target = "es2022";

const resolve = () =>
  nodeResolve({ browser: true, extensions: [".ts", ".tsx", ".js"], exportConditions: ["uptake-source", "browser"] });
const compile = () =>
  esbuild({ target, jsx: "automatic", jsxImportSource: "preact", sourceMap: true, tsconfig: false });
/** A page without a declared charset would misread anything else than ASCII. */
const minify = () =>
  terser({
    ecma: 2020,
    module: true,
    compress: { passes: 3, unsafe_arrows: true },
    format: { ascii_only: true },
  });
/**
 * Properties that have a meaning outside of the tracker: everything that its public types and the wire's declare. Terser
 * knows the browser's own, but for the newest.
 */
const publicNames = [
  ...[
    "api.ts",
    ...readdirSync(`${tracker}/protocol`)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `protocol/${file}`),
  ].flatMap((file) =>
    [...readFileSync(`${tracker}/${file}`, "utf8").matchAll(/(\w+)\??[:(]/g)].map(([, name]) => name ?? ""),
  ),
  // What the browser keeps is read by later versions.
  "isMoved",
  "uptake",
  // The end of a path of rules.
  "",
  "version",
  "q",
  "globalPrivacyControl",
  "navigation",
  "prerendering",
  "watchVitals",
  "debug",
];
/** The tracker's other properties lose their names as variables do. */
const minifyTracker = () =>
  terser({
    ecma: 2020,
    module: true,
    compress: {
      passes: 4,
      unsafe_arrows: true,
      unsafe_methods: true,
      pure_getters: true,
      keep_fargs: false,
      hoist_funs: true,
    },
    mangle: { reserved: [definitionsName], properties: { reserved: publicNames } },
    format: { ascii_only: true },
  });
const version = (name: string) =>
  (JSON.parse(readFileSync(`packages/${name}/package.json`, "utf8")) as { version: string }).version;
/** Replaces `__UPTAKE_VERSION__`, the version that requests carry as `sdk`. After the compiler, which drops its declaration. */
const stamp = (name: string): Plugin => ({
  name: "version",
  transform: (code) =>
    code.includes("__UPTAKE_VERSION__")
      ? { code: code.replaceAll("__UPTAKE_VERSION__", JSON.stringify(version(name))), map: null }
      : null,
});

/** What the minified script calls `__UPTAKE_DEFINITIONS__`: shorter, and no name of a variable of its own. */
const definitionsName = "__";
/**
 * Makes the script a function of the workspace's definitions. The file on disk calls it with null (then it fetches them);
 * the collector serves the same code called with the definitions in place of that null.
 *
 * The comment asks browsers to compile it all at once, beside the page's own thread
 * (https://explainers-by-googlers.github.io/explicit-javascript-compile-hints-file-based/): nearly every function is needed
 * within seconds, and one by one they would be compiled while somebody waits for the page. It takes 14 KiB of memory for what
 * nobody calls. Others take it for a comment.
 */
const parameter: Plugin = {
  name: "definitions-parameter",
  renderChunk: (code) => ({
    code: `//# allFunctionsCalledOnLoad\n!function(${definitionsName}){${code.trim().replaceAll("__UPTAKE_DEFINITIONS__", definitionsName)}}(null);`,
    map: null,
  }),
};

/** One word for both kinds of variables is shorter, and compresses better. What only reads a variable can't tell. */
const oneWord: Plugin = {
  name: "one-word-for-variables",
  renderChunk: (code) => ({ code: code.replaceAll(/\bconst\b/g, "let"), map: null }),
};

/** Collects imported CSS into one hashed file and writes the page that loads script and style. */
function page(title: string, base: string): Plugin {
  const styles = new Map<string, string>();
  return {
    name: "page",
    transform(code, id) {
      if (!id.endsWith(".css")) return null;
      styles.set(id, code);
      return { code: "", map: null, moduleSideEffects: true };
    },
    generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find((file): file is OutputChunk => file.type === "chunk" && file.isEntry);
      // The files are read at the same time and come in any order; rules must stand in the order of the entry's imports.
      const imports = this.getModuleInfo(entry?.facadeModuleId ?? "")?.importedIds ?? [];
      const inOrder = imports.flatMap((id) => styles.get(id) ?? []);
      const css = this.emitFile({ type: "asset", name: "style.css", source: inOrder.join("\n") });
      this.emitFile({
        type: "asset",
        fileName: "index.html",
        source: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}${this.getFileName(css)}">
<script type="module" src="${base}${entry?.fileName}"></script>
<!--head-->
</head>
<body><div id="app"></div></body>
</html>
`,
      });
    },
  };
}

const bundles: RollupOptions[] = [
  {
    input: `${tracker}/script.ts`,
    plugins: [resolve(), compile(), stamp("tracker")],
    output: {
      file: `${served}/uptake.js`,
      format: "es",
      plugins: [oneWord, minifyTracker(), parameter],
    },
  },
  {
    input: `${tracker}/web-vitals.ts`,
    plugins: [resolve(), compile()],
    output: { file: `${served}/uptake-vitals.js`, format: "es", plugins: [minify()] },
  },
  {
    input: `${tracker}/debug.ts`,
    external: [/\/inspector\.ts$/],
    plugins: [resolve(), compile()],
    // Beside it, whatever the folder.
    output: {
      file: `${served}/uptake-debug.js`,
      format: "es",
      paths: () => "./uptake-inspector.js",
      plugins: [minify()],
    },
  },
  {
    input: `${tracker}/inspector/inspector.ts`,
    plugins: [resolve(), compile()],
    output: { file: `${served}/uptake-inspector.js`, format: "es", plugins: [minify()] },
  },
  {
    input: {
      index: "packages/tracker/src/index.ts",
      protocol: "packages/tracker/src/protocol/index.ts",
      react: "packages/tracker/src/react/index.ts",
    },
    external: ["web-vitals", "react"],
    plugins: [resolve(), compile(), stamp("tracker")],
    output: {
      dir: "packages/tracker/dist",
      format: "es",
      sourcemap: true,
      chunkFileNames: "[name].js",
      // A bare import of a part, put there for speed, makes bundlers warn: the package says that it has no side effects.
      hoistTransitiveImports: false,
    },
  },
  {
    input: "packages/widget/src/index.ts",
    plugins: [resolve(), compile(), stamp("widget")],
    output: { file: `${served}/uptake-widget.js`, format: "iife", plugins: [minify()] },
  },
  {
    input: "packages/widget/src/index.ts",
    external: [/^preact/, /^@preact/],
    plugins: [resolve(), compile(), stamp("widget")],
    output: { file: "packages/widget/dist/index.js", format: "es", sourcemap: true },
  },
  {
    input: "packages/collector/src/dashboard/main.tsx",
    plugins: [resolve(), page("Uptake", "/dashboard/"), compile()],
    output: {
      dir: `${served}/dashboard`,
      format: "es",
      entryFileNames: "[name]-[hash].js",
      chunkFileNames: "[name]-[hash].js",
      assetFileNames: "[name]-[hash][extname]",
      plugins: [minify()],
    },
  },
  {
    input: "examples/crm/src/app/main.tsx",
    plugins: [resolve(), page("Fieldnote CRM", "/assets/"), compile()],
    output: {
      dir: "examples/crm/dist/app",
      format: "es",
      entryFileNames: "[name]-[hash].js",
      assetFileNames: "[name]-[hash][extname]",
      plugins: [terser()],
    },
  },
];

export default bundles;
