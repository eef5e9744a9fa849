// SPDX-License-Identifier: Apache-2.0
// What every form and link gains: Ctrl+Enter sends, a second press does not send twice, and what takes longer than 200 ms
// says so. The forms stay plain: the browser sends them and shows the answer.
import { announce } from "./announcer";
import { onShow } from "./page";
import { say } from "./say";

const untilLoading = 200;
/** Past that a form can be pressed again: its idempotency key keeps it from being done twice. */
const longestSending = 10_000;

let loading: ReturnType<typeof setTimeout> | undefined;
const line = document.createElement("p");
line.className = "state";

function wait(): void {
  clearTimeout(loading);
  loading = setTimeout(() => {
    line.textContent = say("loading");
    document.body.append(line);
    announce(line.textContent);
  }, untilLoading);
}

function arrived(): void {
  clearTimeout(loading);
  line.remove();
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sending]")) release(form);
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sending"];
  form.removeAttribute("aria-busy");
}

function submitted(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post") return wait();
  if (form.dataset["sending"] !== undefined) return event.preventDefault();
  form.dataset["sending"] = "";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), longestSending);
  wait();
}

/** A plain click on a link that leads to another page of ours. */
function followed(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (link === null || event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target !== "" || link.hasAttribute("download")) return;
  const sameDocument = link.pathname === location.pathname && link.search === location.search && link.hash !== "";
  if (link.origin === location.origin && !sameDocument) wait();
}

function pressed(event: KeyboardEvent): void {
  if (event.key === "Escape") return arrived();
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = (event.target as HTMLTextAreaElement).form;
  if (!(event.target instanceof HTMLTextAreaElement) || form === null) return;
  event.preventDefault();
  form.requestSubmit();
}

export function watchSending(): void {
  // After whoever refuses it first, such as a question whether it is meant.
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) submitted(event);
  });
  addEventListener("click", followed);
  addEventListener("keydown", pressed);
  onShow(arrived);
}
