// SPDX-License-Identifier: Apache-2.0
// Who is meant: behind an @ in a text, members whose name begins so. What is chosen is written as a name; where two bear it, as
// what the server makes of a name (docs/decisions/0020-references-in-texts.md).
import { announce } from "../announcer";
import { Choices } from "../choices";
import { page } from "../page";
import { say } from "../say";

interface Member {
  id: string;
  name: string;
}

const pause = 200;
/** At the end of what stands before the caret: an @ that begins a word, and letters behind it. */
const begun = /(?:^|[\s(«])@([\p{L}\p{M}'’\-][\p{L}\p{M}'’\- ]{0,39})$/u;

class Suggestions {
  #field: HTMLTextAreaElement;
  #choices: Choices;
  #members: Member[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(field: HTMLTextAreaElement) {
    this.#field = field;
    this.#choices = new Choices(field, say("suggestions"), (at) => this.#take(at));
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => {
      if (this.#choices.pressed(event)) clearTimeout(this.#timer);
    });
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
    this.#choices.show(this.#members.map((member) => member.name), 0);
    announce(say("suggested", { count: this.#members.length }));
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
    this.#choices.close();
  }
}

export function suggestMembers(): void {
  if (page.account === "" || page.community === "") return;
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("form[method=post] textarea[name=body]")) new Suggestions(field);
}
