// SPDX-License-Identifier: Apache-2.0
// Who is meant: behind an @ in a text, members whose name begins so. What is chosen is written as a name; where two bear it, as
// what the server makes of a name (docs/decisions/0020-references-in-texts.md).
import { announce } from "../announcer";
import { page } from "../page";
import { say } from "../say";

interface Member {
  id: string;
  name: string;
}

const pause = 200;
/** At the end of what stands before the caret: an @ that begins a word, and letters behind it. */
const begun = /(?:^|[\s(«])@([\p{L}\p{M}'’\-][\p{L}\p{M}'’\- ]{0,39})$/u;

let number = 0;

class Suggestions {
  #field: HTMLTextAreaElement;
  #list = document.createElement("ul");
  #members: Member[] = [];
  #chosen = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(field: HTMLTextAreaElement) {
    this.#field = field;
    this.#list.className = "suggestions";
    this.#list.id = `suggestions-${++number}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", say("suggestions"));
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => this.#pressed(event));
    field.addEventListener("blur", () => this.#close());
  }

  #prefix(): string | undefined {
    return begun.exec(this.#field.value.slice(0, this.#field.selectionStart))?.[1];
  }

  #later(): void {
    clearTimeout(this.#timer);
    if (this.#prefix() === undefined) return this.#close();
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  async #ask(): Promise<void> {
    const prefix = this.#prefix();
    if (prefix === undefined) return;
    const answer = await fetch(`/api/v1/communities/${page.community}/members?prefix=${encodeURIComponent(prefix)}`).catch(() => undefined);
    if (!answer?.ok || prefix !== this.#prefix()) return;
    this.#members = ((await answer.json()) as { members: Member[] }).members;
    this.#show();
  }

  #show(): void {
    if (this.#members.length === 0) return this.#close();
    this.#chosen = 0;
    this.#list.replaceChildren(...this.#members.map((member, at) => {
      const entry = document.createElement("li");
      entry.id = `${this.#list.id}-${at}`;
      entry.setAttribute("role", "option");
      entry.textContent = member.name;
      entry.addEventListener("mousedown", (event) => {
        event.preventDefault(); // the field keeps the focus
        this.#take(at);
      });
      return entry;
    }));
    this.#field.after(this.#list);
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#mark();
    announce(say("suggested", { count: this.#members.length }));
  }

  #mark(): void {
    [...this.#list.children].forEach((entry, at) => entry.setAttribute("aria-selected", String(at === this.#chosen)));
    this.#field.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#chosen}`);
  }

  #pressed(event: KeyboardEvent): void {
    if (!this.#list.isConnected || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      this.#chosen = (this.#chosen + step + this.#members.length) % this.#members.length;
      this.#mark();
    } else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#chosen);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(at: number): void {
    const member = this.#members[at], prefix = this.#prefix();
    if (member === undefined || prefix === undefined) return;
    const twice = this.#members.filter((each) => each.name === member.name).length > 1;
    const end = this.#field.selectionStart;
    this.#field.setRangeText(twice ? `@[member:${member.id}] ` : `@${member.name} `, end - prefix.length - 1, end, "end");
    this.#close();
    this.#field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#list.remove();
    this.#field.removeAttribute("aria-activedescendant");
    this.#field.removeAttribute("aria-controls");
  }
}

export function suggestMembers(): void {
  if (page.account === "" || page.community === "") return;
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("form[method=post] textarea[name=body]")) new Suggestions(field);
}
