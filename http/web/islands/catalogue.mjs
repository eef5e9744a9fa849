// SPDX-License-Identifier: Apache-2.0
// The words of scripts: what stands under "script" in the catalogues, made ready so that no MessageFormat is loaded.
// Understood are texts, {name}, and one {count, plural, …} with # for the number; anything else fails the build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const plural = /\{(\w+), plural,((?:\s*(?:=\d+|\w+) \{(?:[^{}]|\{\w+\})*\})+)\s*\}/;
const form = /(=\d+|\w+) \{((?:[^{}]|\{\w+\})*)\}/g;

/** A text as it is, or {by, forms}: the forms by plural category, the whole text in each. */
function phrase(key, pattern) {
  const found = plural.exec(pattern);
  const plain = (text) => {
    if (/[{}]/.test(text.replace(/\{\w+\}/g, ""))) throw new Error(`script.${key}: not understood: ${pattern}`);
    return text;
  };
  if (!found) return plain(pattern);
  const [whole, by, branches] = found;
  const before = plain(pattern.slice(0, found.index)), after = plain(pattern.slice(found.index + whole.length));
  const forms = {};
  for (const [, category, text] of branches.matchAll(form)) forms[category] = before + text.replaceAll("#", `{${by}}`) + after;
  if (forms.other === undefined) throw new Error(`script.${key}: no form for "other"`);
  return { by, forms };
}

/** Every word of a language, by its key. */
export function wordsOf(texts) {
  return Object.fromEntries(Object.entries(texts).map(([key, pattern]) => [key, phrase(key, pattern)]));
}

/** The keys that no source says. */
export function unusedKeys(folder, texts) {
  const sources = readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".ts"));
  const all = sources.map((name) => readFileSync(join(folder, String(name)), "utf8")).join("\n");
  return Object.keys(texts).filter((key) => !all.includes(`"${key}"`));
}
