// SPDX-License-Identifier: Apache-2.0
// This page as it is now, asked for again: what is new in it is set in by its parts, in the words and with the rights that the
// server gives. Several wishes at once are one request, not all readers ask in the same instant, and nobody who does not look.

const gather = 150;
const spread = 450;
const again = 5_000;

const shows: ((now: Document) => void)[] = [];
let due = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** `show` gets each copy. */
export function onFresh(show: (now: Document) => void): void {
  if (shows.length === 0) document.addEventListener("visibilitychange", () => look());
  shows.push(show);
}

export function askFresh(): void {
  due = true;
  look();
}

function look(delay = gather + Math.random() * spread): void {
  if (!due || document.visibilityState !== "visible") return;
  clearTimeout(timer);
  timer = setTimeout(() => void ask(), delay);
}

async function ask(): Promise<void> {
  due = false;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" }, cache: "no-cache" });
    if (!answer.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const show of shows) show(now);
  } catch {
    due = true;
    look(again);
  }
}
