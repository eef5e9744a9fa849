// SPDX-License-Identifier: Apache-2.0
// What people read of scripts, in the page's language: the entries under "script" of http/messages/*.json.
import type french from "../../messages/fr.json";
import words from "words";

import { page } from "./page";

export type Key = keyof (typeof french)["script"];

const plurals = new Intl.PluralRules(page.language);
const numbers = new Intl.NumberFormat(page.language);

/** The text with its placeholders filled; numbers as the language writes them. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  const phrase = words[key];
  if (phrase === undefined) throw new Error(`no words for ${key}`);
  let text: string;
  if (typeof phrase === "string") text = phrase;
  else {
    const count = Number(values[phrase.by]);
    text = phrase.forms[`=${count}`] ?? phrase.forms[plurals.select(count)] ?? phrase.forms["other"] ?? "";
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? numbers.format(value) : (value ?? "");
  });
}

/** "26 novembre à 14 h 30", in the time zone of the community. */
export function sayWhen(at: number): string {
  const parts = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(page.language, { ...options, timeZone: page.zone });
  const clock = parts({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => clock.find((each) => each.type === type)?.value ?? "";
  return say("moment", {
    date: parts({ day: "numeric", month: "long" }).format(at),
    hour: page.language === "fr" ? String(Number(part("hour"))) : part("hour"),
    minute: part("minute"),
  });
}
