// SPDX-License-Identifier: Apache-2.0
// What of a page is kept as it is now: the line below a thread's posts, and how many notices are unread (#bell).
import { announce } from "../announcer";
import { page } from "../page";
import { askFresh, onFresh } from "./fresh";
import { Line } from "./line";
import type { Happening } from "./stream";

function showBell(bell: HTMLElement, now: Document): void {
  const fresh = now.getElementById("bell");
  if (fresh === null || fresh.textContent === bell.textContent) return;
  bell.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  announce(bell.querySelector(".full")?.textContent ?? "");
}

export function listen(): void {
  const bell = document.getElementById("bell");
  const thread = document.querySelector("palabre-replies")?.getAttribute("thread") ?? "";
  if (page.community === "" || (bell === null && thread === "")) return;
  if (bell !== null) onFresh((now) => showBell(bell, now));
  const concerns = (happening: Happening) => (bell !== null && happening.type === "notices") ||
    (happening.thread === thread && happening.type.startsWith("forum.post-published."));
  new Line(page.community, page.shown, (happening) => {
    if (happening === undefined || concerns(happening)) askFresh();
  });
}
