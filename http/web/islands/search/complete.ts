// SPDX-License-Identifier: Apache-2.0
// How what is typed into a search may go on: words that stand in what the reader may see, below the field. Nothing is chosen by
// itself: Enter looks for what was typed, until an arrow has chosen.
import { announce } from "../announcer";
import { Choices } from "../choices";
import { page } from "../page";
import { say } from "../say";

/** Without a letter for that long is a pause in typing: each is one search of those that a network may make a minute. */
const pause = 250;
const most = 8;
/** A word that has begun: of one letter alone there are too many. */
const begun = /[\p{L}\p{M}\p{N}]{2}$/u;

interface Answer {
  suggestions: { text: string }[];
}

/** As the index writes words, which is how they come back: without accents, small. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

class Completions {
  #field: HTMLInputElement;
  #choices: Choices;
  #texts: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #quiet = 0; // until then nothing is asked, since it was too often or too much

  constructor(field: HTMLInputElement) {
    this.#field = field;
    field.autocomplete = "off"; // what the browser remembers would lie over the list
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
    this.#choices = new Choices(field, say("completions"), (at) => this.#take(at));
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => {
      if (this.#choices.pressed(event)) this.#drop();
    });
    field.addEventListener("blur", () => this.#close());
    field.form?.addEventListener("submit", () => this.#close());
  }

  /** What there is to complete: the text, when its end is where one types. */
  #typed(): string | undefined {
    const text = this.#field.value;
    return begun.test(text) && this.#field.selectionEnd === text.length ? text : undefined;
  }

  #later(): void {
    this.#drop();
    if (this.#typed() === undefined) return this.#choices.close();
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  async #ask(): Promise<void> {
    const text = this.#typed();
    if (text === undefined || Date.now() < this.#quiet) return this.#choices.close();
    const asking = (this.#asking = new AbortController());
    const of = this.#field.dataset["of"] ?? "words";
    try {
      const question = `of=${of}&q=${encodeURIComponent(text)}`;
      const answer = await fetch(`/api/v1/communities/${page.community}/suggest?${question}`, { signal: asking.signal });
      if (answer.status === 429 || answer.status === 503) this.#quiet = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 60);
      const found = answer.ok ? ((await answer.json()) as Answer).suggestions.map((each) => each.text) : [];
      if (!asking.signal.aborted) this.#show(found.filter((each) => folded(each) !== folded(text)).slice(0, most));
    } catch {
      if (!asking.signal.aborted) this.#choices.close(); // no network: what was shown was for another text
    }
  }

  #show(texts: string[]): void {
    if (texts.length === 0) return this.#choices.close();
    this.#texts = texts;
    this.#choices.show(texts, -1);
    announce(say("completed", { count: texts.length }));
  }

  #take(at: number): void {
    this.#field.value = this.#texts[at] ?? this.#field.value;
    this.#close();
  }

  /** Lets go of what is on its way. */
  #drop(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #close(): void {
    this.#drop();
    this.#choices.close();
  }
}

export function completeSearches(): void {
  if (page.community === "") return;
  for (const field of document.querySelectorAll<HTMLInputElement>("form[role=search] input[name=q]")) new Completions(field);
}
