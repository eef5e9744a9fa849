// SPDX-License-Identifier: Apache-2.0
// <palabre-replies community thread after>: stands behind the posts of a thread's page and says, in one line, how many have
// come since. Nothing moves while one reads: they are set in when that line is pressed. What is set in is the same part of
// the same page, asked for again: the reader's rights and the words are the server's affair.
import { announce } from "../announcer";
import { say } from "../say";
import { Line } from "./line";
import type { Happening } from "./stream";

/** Several posts at once are one look; and not all readers look in the same instant. */
const gather = 150;
const spread = 450;
const again = 5_000;

const heading = "#answers";
const pager = "nav.pager";

export class Replies extends HTMLElement {
  #thread = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = false;
  #fresh: Document | undefined;

  connectedCallback(): void {
    const after = this.getAttribute("after");
    this.#thread = this.getAttribute("thread") ?? "";
    new Line(this.getAttribute("community") ?? "", after ? Number(after) : undefined, (happening) => this.#heard(happening));
    document.addEventListener("visibilitychange", () => this.#look());
  }

  #heard(happening: Happening | undefined): void {
    if (happening && (happening.thread !== this.#thread || !happening.type.startsWith("forum.post-published."))) return;
    this.#due = true;
    this.#look();
  }

  #look(delay = gather + Math.random() * spread): void {
    if (!this.#due || document.visibilityState !== "visible") return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), delay);
  }

  async #ask(): Promise<void> {
    this.#due = false;
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" }, cache: "no-cache" });
      if (!answer.ok) return;
      this.#fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.#show();
    } catch {
      this.#due = true;
      this.#look(again);
    }
  }

  /** The posts of the page as it is now that do not stand here yet. */
  #arrived(): Element[] {
    const posts = this.#fresh?.querySelectorAll("article.post[id]") ?? [];
    return [...posts].filter((post) => document.getElementById(post.id) === null);
  }

  #show(): void {
    const count = this.#arrived().length;
    const next = this.#fresh?.querySelector<HTMLAnchorElement>(`${pager} a[rel=next]`)?.getAttribute("href");
    const text = count > 0 ? say("new_replies", { count })
      : next && document.querySelector(`${pager} a[rel=next]`) === null ? say("replies_on_next_page") : "";
    if (this.textContent === text) return;
    if (text === "") return this.replaceChildren();
    const line = document.createElement(count > 0 ? "button" : "a");
    line.className = "arrivals";
    line.textContent = text;
    if (count > 0) line.addEventListener("click", () => this.#setIn());
    else line.setAttribute("href", next ?? "");
    this.replaceChildren(line);
    announce(text);
  }

  #setIn(): void {
    const arrived = this.#arrived().map((post) => document.importNode(post, true));
    this.before(...arrived);
    this.replaceChildren();
    for (const part of [heading, pager]) {
      const now = this.#fresh?.querySelector(part);
      const then = document.querySelector(part);
      if (now && then) then.replaceWith(document.importNode(now, true));
      else if (now) this.after(document.importNode(now, true));
    }
    const first = arrived[0] as HTMLElement | undefined;
    if (first === undefined) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  }
}
