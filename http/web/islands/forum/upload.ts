// SPDX-License-Identifier: Apache-2.0
// How far files are on their way, where a form brings some. The form is sent as it would be; only that it is us who send it, and
// show the page that answers.
import { announce } from "../announcer";
import { draftTaken } from "../drafts/drafts";
import { say } from "../say";

/** What is sent faster needs no figure. */
const worthSaying = 500;

function brings(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=file]")].some((field) => (field.files?.length ?? 0) > 0);
}

function send(form: HTMLFormElement, button: HTMLElement | null): void {
  const line = document.createElement("p");
  const bar = document.createElement("progress");
  bar.max = 100;
  const words = document.createElement("span");
  line.className = "sending";
  line.append(bar, words);
  const begun = performance.now();
  let quarter = 0;

  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.upload.onprogress = ({ loaded, total }) => {
    if (performance.now() - begun < worthSaying) return;
    if (!line.isConnected) form.append(line);
    const percent = Math.floor((100 * loaded) / total);
    bar.value = percent;
    words.textContent = say("sending", { percent });
    // Each quarter is said aloud.
    if (percent >= quarter) {
      announce(words.textContent);
      quarter = percent + 25;
    }
  };
  request.onload = () => show(request, form, button);
  request.onerror = () => plainly(form, button);
  request.send(new FormData(form, button));
}

/** A form that was taken led elsewhere: there. What was refused is asked for as the browser does it; the form's key keeps it from being
 * done twice. */
function show(request: XMLHttpRequest, form: HTMLFormElement, button: HTMLElement | null): void {
  if (request.status >= 400 || request.responseURL === "" || new URL(request.responseURL).href === form.action) return plainly(form, button);
  draftTaken();
  const there = new URL(request.responseURL);
  there.hash = place(form, request.responseText);
  const here = there.pathname === location.pathname && there.search === location.search;
  location.assign(there);
  if (here) location.reload();
}

/** A redirection's place within the page is not told to scripts: the post that was edited, else the last one. */
function place(form: HTMLFormElement, text: string): string {
  const edited = form.querySelector<HTMLInputElement>("input[name=at]")?.value;
  if (edited) return `p${edited}`;
  const posts = new DOMParser().parseFromString(text, "text/html").querySelectorAll("article.post[id]");
  return posts[posts.length - 1]?.id ?? "";
}

const plain = new WeakSet<HTMLFormElement>();

function plainly(form: HTMLFormElement, button: HTMLElement | null): void {
  plain.add(form);
  delete form.dataset["sending"];
  form.requestSubmit(button);
}

export function watchUploads(): void {
  addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || plain.delete(form) || !brings(form)) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}
