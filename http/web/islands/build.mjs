// SPDX-License-Identifier: Apache-2.0
// Makes what browsers load of the sources beside this file: types are checked, then for each language of ../../messages
// one module with its own words, the service worker, and the icons. Same sources, same bytes.
//
//   node build.mjs MODULES OUT     MODULES: the node_modules that script/bootstrap installed; OUT: a folder to write into
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { iconPng } from "./icon.mjs";
import { unusedKeys, wordsOf } from "./catalogue.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2);
const { buildSync, build } = createRequire(join(modules, "x"))("esbuild");

function checkTypes(project) {
  const tsc = join(modules, "typescript", "bin", "tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", join(here, project)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
}

const settings = { bundle: true, minify: true, target: "es2022", legalComments: "none", logLevel: "warning" };

async function languageModule(language, words) {
  await build({
    ...settings,
    entryPoints: [join(here, "islands.ts")],
    format: "esm",
    outfile: join(out, `islands.${language}.js`),
    plugins: [{
      name: "words",
      setup(bundler) {
        bundler.onResolve({ filter: /^words$/ }, () => ({ path: "words", namespace: "words" }));
        bundler.onLoad({ filter: /.*/, namespace: "words" }, () => ({ contents: JSON.stringify(words), loader: "json" }));
      },
    }],
  });
}

async function main() {
  checkTypes("tsconfig.json");
  checkTypes("worker/tsconfig.json");
  mkdirSync(out, { recursive: true });
  for (const language of ["fr", "en"]) {
    const catalogue = JSON.parse(readFileSync(join(here, "..", "..", "messages", `${language}.json`), "utf8"));
    const unused = unusedKeys(here, catalogue.script);
    if (unused.length > 0) throw new Error(`messages/${language}.json: no script says ${unused.join(", ")}`);
    await languageModule(language, wordsOf(catalogue.script));
  }
  buildSync({
    ...settings,
    entryPoints: [join(here, "worker", "service_worker.ts")],
    format: "iife",
    outfile: join(out, "service_worker.js"),
  });
  for (const size of [192, 512]) writeFileSync(join(out, `icon-${size}.png`), iconPng(size));
}

main().catch((fault) => {
  process.stderr.write(`islands: ${fault.message}\n`);
  process.exitCode = 1;
});
