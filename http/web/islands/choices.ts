// SPDX-License-Identifier: Apache-2.0
// What may be chosen below a field while one types there: a listbox in which arrows move and Enter, Tab or a press choose, while
// the focus stays in the field. Whoever makes one says what is shown, and what becomes of a choice.

let number = 0;

export class Choices {
  #field: HTMLElement;
  #take: (at: number) => void;
  #list = document.createElement("ul");
  #chosen = -1;

  /** `name`: what the list is called where it is read aloud. */
  constructor(field: HTMLElement, name: string, take: (at: number) => void) {
    this.#field = field;
    this.#take = take;
    this.#list.className = "suggestions";
    this.#list.id = `suggestions-${++number}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", name);
    field.setAttribute("aria-autocomplete", "list");
  }

  /** Shows these, at least one, in place of what was there. `chosen`: which of them Enter takes; -1: none, until an arrow chooses. */
  show(texts: string[], chosen: number): void {
    this.#list.replaceChildren(...texts.map((text, at) => {
      const entry = document.createElement("li");
      entry.id = `${this.#list.id}-${at}`;
      entry.setAttribute("role", "option");
      entry.textContent = text;
      entry.addEventListener("mousedown", (event) => {
        event.preventDefault(); // the field keeps the focus
        this.#take(at);
      });
      return entry;
    }));
    this.#field.after(this.#list);
    this.#field.setAttribute("aria-controls", this.#list.id);
    this.#expanded(true);
    this.#mark(chosen);
  }

  /** Whether the key was for the list; then it is nobody else's. */
  pressed(event: KeyboardEvent): boolean {
    if (!this.#list.isConnected || event.isComposing || event.ctrlKey || event.metaKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], count = this.#list.children.length;
    if (step !== undefined) {
      const from = this.#chosen < 0 && step < 0 ? 0 : this.#chosen;
      this.#mark((from + step + count) % count);
      this.#list.children[this.#chosen]?.scrollIntoView({ block: "nearest" });
    } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && this.#chosen >= 0) this.#take(this.#chosen);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close(): void {
    this.#list.remove();
    this.#field.removeAttribute("aria-activedescendant");
    this.#field.removeAttribute("aria-controls");
    this.#expanded(false);
  }

  #mark(chosen: number): void {
    this.#chosen = chosen;
    [...this.#list.children].forEach((entry, at) => entry.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) this.#field.removeAttribute("aria-activedescendant");
    else this.#field.setAttribute("aria-activedescendant", `${this.#list.id}-${chosen}`);
  }

  /** Said by a field that is a combobox; a text of several lines may not. */
  #expanded(is: boolean): void {
    if (this.#field.getAttribute("role") === "combobox") this.#field.setAttribute("aria-expanded", String(is));
  }
}
