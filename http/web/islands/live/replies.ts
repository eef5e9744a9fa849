// SPDX-License-Identifier: Apache-2.0
// <palabre-replies thread>: stands behind the posts of a thread's page and says, in one line, how many have come since. Nothing
// moves while one reads: they are set in when that line is pressed.
import { announce } from "../announcer";
import { say } from "../say";
import { onFresh } from "./fresh";

const heading = "#answers";
const pager = "nav.pager";

export class Replies extends HTMLElement {
  #fresh: Document | undefined;

  connectedCallback(): void {
    onFresh((now) => {
      this.#fresh = now;
      this.#show();
    });
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
