// SPDX-License-Identifier: Apache-2.0
// Says when there is no network, and has the service worker keep what is needed then. Browsers have one only for pages that came
// over https (or from this machine).
import { announce } from "../announcer";
import type { ToWorker } from "../kept";
import { page } from "../page";
import { say, sayWhen } from "../say";

const line = document.createElement("p");
line.className = "state";

function show(): void {
  const text = navigator.onLine && page.kept === 0 ? ""
    : page.kept !== 0 ? say("kept_page", { when: sayWhen(page.kept) }) : say("offline");
  if (text === "") return line.remove();
  line.textContent = text;
  document.body.append(line);
  announce(text);
}

/** What this page is shown with, by address. */
function ownFiles(): string[] {
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
    .filter((address) => address.origin === location.origin && address.pathname.startsWith("/assets/"));
  return [...new Set(loaded.map((address) => address.pathname))];
}

async function register(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
    const worker = (await navigator.serviceWorker.ready).active;
    worker?.postMessage({ kind: "shell", language: page.language, files: ownFiles() } satisfies ToWorker);
  } catch {
    // A browser that keeps nothing (a private window): pages are read with a network.
  }
}

export function watchNetwork(): void {
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
  // After the page, not beside it.
  if (document.readyState === "complete") void register();
  else addEventListener("load", () => void register());
}
