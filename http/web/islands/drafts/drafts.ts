// SPDX-License-Identifier: Apache-2.0
// What one writes survives reload, crash and an expired session. It is kept while one writes, comes back where the same form
// stands, with a line that says so and takes it away; it goes when the server has taken it.
//
// How a page knows that it was taken: a form that was taken leads elsewhere (303), so the next page of this tab came by a
// redirection, is no refusal, and is still of this account. Anything else (a refusal, no network, signed out meanwhile) keeps
// the draft.
import { announce } from "../announcer";
import { page } from "../page";
import { say, sayWhen } from "../say";
import { fieldsOf, keepsDrafts, keyField, nameOf, sameFields, setFields } from "./fields";
import { draftsOf, putDraft, takeAwayDraft } from "./store";
import type { Draft, Field } from "./store";

const pause = 250;
/** Of this tab: what was sent last, until the next page tells what became of it. */
const sentBy = "palabre-sent";

interface Sent {
  account: string;
  form: string;
  page: string;
  /** A script has seen that it was taken (draftTaken). */
  taken?: boolean;
}

class Writing {
  #form: HTMLFormElement;
  #as: Field[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#as = fieldsOf(form);
    form.addEventListener("input", () => this.#later());
    form.addEventListener("change", () => this.#later());
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) this.#sent();
    });
    addEventListener("pagehide", () => this.#keepNow());
    document.addEventListener("visibilitychange", () => this.#keepNow());
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), pause);
  }

  #keepNow(): void {
    if (this.#timer !== undefined) void this.#keep();
  }

  async #keep(key?: string): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const fields = fieldsOf(this.#form);
    const form = nameOf(this.#form);
    if (sameFields(fields, this.#as) && key === undefined) return takeAwayDraft(page.account, form);
    const draft = { account: page.account, form, page: location.pathname + location.search, fields, at: Date.now() };
    return putDraft(key ? { ...draft, key } : draft);
  }

  #sent(): void {
    const sent: Sent = { account: page.account, form: nameOf(this.#form), page: location.pathname + location.search };
    sessionStorage.setItem(sentBy, JSON.stringify(sent));
    void this.#keep(keyField(this.#form)?.value ?? "");
  }

  /** What the page did not know. It takes the place of what was typed while it was looked for. */
  bringBack(drafts: Draft[]): void {
    const draft = drafts.find((each) => each.form === nameOf(this.#form));
    if (draft === undefined || sameFields(draft.fields, this.#as)) return;
    setFields(this.#form, draft.fields);
    const key = keyField(this.#form);
    const fresh = key?.value ?? "";
    if (key !== null && draft.key) key.value = draft.key;
    this.#form.closest("details")?.setAttribute("open", "");
    const line = document.createElement("p");
    line.className = "draft";
    line.append(`${say("draft_of", { when: sayWhen(draft.at) })} — `);
    const away = document.createElement("button");
    away.type = "button";
    away.className = "link";
    away.textContent = say("draft_away");
    away.addEventListener("click", () => {
      setFields(this.#form, this.#as);
      if (key !== null) key.value = fresh;
      void this.#keep();
      line.remove();
      this.#form.querySelector<HTMLElement>("textarea, input[type=text]")?.focus();
      announce(say("draft_gone"));
    });
    line.append(away);
    const lastButton = [...this.#form.querySelectorAll<HTMLElement>("button")].at(-1);
    (lastButton ?? this.#form.lastElementChild)?.before(line);
    announce(line.textContent ?? "");
  }
}

/** For who sends a form by script: what this tab sent last was taken. */
export function draftTaken(): void {
  const kept = sessionStorage.getItem(sentBy);
  if (kept !== null) sessionStorage.setItem(sentBy, JSON.stringify({ ...(JSON.parse(kept) as Sent), taken: true }));
}

/** What became of what this tab sent last. */
async function settle(): Promise<void> {
  const kept = sessionStorage.getItem(sentBy);
  if (kept === null) return;
  sessionStorage.removeItem(sentBy);
  const sent = JSON.parse(kept) as Sent;
  const came = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  const taken = !page.refused && page.kept === 0 && page.account === sent.account && (sent.taken === true || (came?.redirectCount ?? 0) > 0);
  if (taken) await takeAwayDraft(sent.account, sent.form);
  else if (page.account === "") leadBack(sent);
}

/** The session is over: signing in leads to the page on which one wrote. */
function leadBack(sent: Sent): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("main a[href^='/sign-in']"))
    link.href = `/sign-in?next=${encodeURIComponent(sent.page)}`;
}

export async function keepDrafts(): Promise<void> {
  // Listened to from now on: until the store is open, people type already.
  const writings = page.account === "" ? [] : [...document.forms].filter(keepsDrafts).map((form) => new Writing(form));
  await settle();
  if (writings.length === 0) return;
  const drafts = await draftsOf(page.account);
  for (const writing of writings) writing.bringBack(drafts);
}
