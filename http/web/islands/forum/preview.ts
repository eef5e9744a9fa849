// SPDX-License-Identifier: Apache-2.0
// The preview without leaving the page: the button sends the form as ever, and of the page that answers the preview alone is
// taken. Anything else that comes back (a refusal, the session's end) is shown as the page that it is.
import { announce } from "../announcer";

const part = "section.preview";

async function show(form: HTMLFormElement, button: HTMLElement): Promise<void> {
  form.setAttribute("aria-busy", "true");
  try {
    const fields = new FormData(form, button);
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
    const plainly = new URLSearchParams([...fields].map(([name, value]): [string, string] => [name, String(value)]));
    const answer = await fetch(form.action, { method: "POST", body: form.enctype === "multipart/form-data" ? fields : plainly,
                                              headers: { Accept: "text/html" } });
    const preview = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(part);
    if (preview === null) throw new Error("no preview");
    const now = document.importNode(preview, true);
    const then = form.parentElement?.querySelector(part);
    if (then) then.replaceWith(now);
    else form.before(now);
    now.scrollIntoView({ block: "nearest" });
    announce(now.querySelector("h2, h3")?.textContent ?? "");
  } catch {
    plain.add(form);
    form.requestSubmit(button);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** Forms that go their way without us. */
const plain = new WeakSet<HTMLFormElement>();

export function watchPreviews(): void {
  // In the capturing phase: who keeps drafts or guards against sending twice sees no sending here.
  addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter;
    if (button === null || button.getAttribute("name") !== "preview" || plain.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void show(form, button);
  }, { capture: true });
}
