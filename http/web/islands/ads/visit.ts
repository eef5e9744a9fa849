// SPDX-License-Identifier: Apache-2.0
// Says that a member has looked at ads today, by a form of the page that nobody sees: once a day and tab. At which ad is not said.

const told = "palabre-ads-visited";

export function noteVisit(): void {
  const form = document.querySelector<HTMLFormElement>("form[action$='/ads/visit']");
  if (form === null) return;
  const today = `${new Date().toDateString()} ${form.action}`;
  try {
    if (sessionStorage.getItem(told) === today) return;
    sessionStorage.setItem(told, today);
  } catch {
    return; // a browser that keeps nothing would say it at each page
  }
  const fields = new URLSearchParams([...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]));
  void fetch(form.action, { method: "POST", body: fields, keepalive: true, redirect: "manual" }).catch(() => undefined);
}
