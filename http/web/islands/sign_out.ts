// SPDX-License-Identifier: Apache-2.0
// Who signs out leaves nothing in this browser. The server's answer says so, too (Clear-Site-Data); browsers obey only over https.
import { pagesPrefix } from "./kept";
import { page } from "./page";
import { wipeDrafts } from "./drafts/store";

/** Where a session is ended on purpose. */
const ends = new Set(["/sign-out", "/account/sign-out-everywhere", "/account/erasure"]);
/** Of this tab: signing out was asked for, until the next page tells whether it was done. */
const leaving = "palabre-leaving";

async function wipe(): Promise<void> {
  await wipeDrafts();
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) if (name.startsWith(pagesPrefix)) await caches.delete(name);
}

export async function watchSignOut(): Promise<void> {
  addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (ends.has(new URL(form.action).pathname)) sessionStorage.setItem(leaving, page.account);
  });
  if (sessionStorage.getItem(leaving) === null) return;
  sessionStorage.removeItem(leaving);
  if (page.account === "") await wipe();
}
