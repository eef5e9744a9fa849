// SPDX-License-Identifier: Apache-2.0
// <palabre-kept-pages>: on the page for no network, what can be read all the same. Its own text stands there where nothing can.
import { pagesPrefix } from "../kept";

export class KeptPages extends HTMLElement {
  connectedCallback(): void {
    this.setAttribute("aria-busy", "true");
    void this.#list().finally(() => { this.removeAttribute("aria-busy"); });
  }

  async #list(): Promise<void> {
    if (!("caches" in globalThis)) return;
    const entries: HTMLLIElement[] = [];
    for (const name of await caches.keys()) {
      if (!name.startsWith(pagesPrefix)) continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const text = (await (await cache.match(request))?.text()) ?? "";
        const entry = document.createElement("li");
        const link = document.createElement("a");
        link.href = request.url;
        link.textContent = new DOMParser().parseFromString(text, "text/html").title;
        entry.append(link);
        entries.unshift(entry);
      }
    }
    if (entries.length === 0) return;
    const list = document.createElement("ul");
    list.append(...entries);
    this.replaceChildren(list);
  }
}
