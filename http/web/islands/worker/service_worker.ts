// SPDX-License-Identifier: Apache-2.0
// Lets one read without a network what one has read before: the last 50 pages of this account that say they may be kept, and
// what they are shown with. Everything else goes to the server as if this were not here.
import { keepHeader, keptHeader, offlinePage, pagesPrefix, shell } from "../kept";
import type { ToWorker } from "../kept";

const worker = self as unknown as ServiceWorkerGlobalScope;

const mostPages = 50;
/** Of several versions of the program: a page that was kept is shown with what it came with. */
const mostFiles = 80;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event: ExtendableMessageEvent) => {
  const { kind, language, files } = event.data as ToWorker;
  if (kind === "shell") event.waitUntil(keepShell(language, files));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(navigate(event, request));
  else if (request.method === "GET" && address.pathname.startsWith("/assets/")) event.respondWith(file(event, request));
});

/** The files that the page has loaded before this worker was there, and the page for no network, in the reader's language. */
async function keepShell(language: string, files: string[]): Promise<void> {
  const cache = await caches.open(shell);
  for (const name of files) if ((await cache.match(name)) === undefined) await cache.add(name);
  const answer = await fetch(offlinePage, { credentials: "omit", headers: { "Accept-Language": language }, cache: "no-cache" });
  if (answer.ok) await cache.put(offlinePage, answer);
  await trim(cache, mostFiles);
}

/** The oldest go. */
async function trim(cache: Cache, most: number): Promise<void> {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

async function navigate(event: FetchEvent, request: Request): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(request);
  } catch {
    return (request.method === "GET" ? await keptPage(request) : undefined) ?? withoutNetwork(request);
  }
  if (request.method === "GET") event.waitUntil(keep(request, answer.clone()));
  return answer;
}

async function keep(request: Request, answer: Response): Promise<void> {
  const owner = answer.headers.get(keepHeader);
  if (!answer.ok || owner === null) return;
  const own = pagesPrefix + owner;
  // Somebody else is here now: what was another's goes.
  for (const name of await caches.keys()) if (name.startsWith(pagesPrefix) && name !== own) await caches.delete(name);
  const cache = await caches.open(own);
  const headers = new Headers(answer.headers);
  headers.set(keptHeader, String(Date.now()));
  const address = withoutHash(request.url);
  await cache.delete(address); // to the end of the row
  await cache.put(address, new Response(await answer.blob(), { headers }));
  await trim(cache, mostPages);
}

function withoutHash(address: string): string {
  return address.split("#")[0] ?? address;
}

/** As it was, but that it says of itself when it was kept. */
async function keptPage(request: Request): Promise<Response | undefined> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(pagesPrefix)) continue;
    const found = await (await caches.open(name)).match(withoutHash(request.url), { ignoreVary: true });
    if (found === undefined) continue;
    const at = found.headers.get(keptHeader) ?? "0";
    const headers = new Headers(found.headers);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    return new Response((await found.text()).replace("<html ", `<html data-kept="${Number(at)}" `), { headers });
  }
  return undefined;
}

/** What could not be sent leads back to where it was written. */
async function withoutNetwork(request: Request): Promise<Response> {
  const page = await (await caches.open(shell)).match(offlinePage, { ignoreVary: true });
  if (page === undefined) return Response.error();
  const headers = new Headers(page.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  const back = request.method === "GET" ? "" : request.referrer.replaceAll('"', "%22");
  return new Response((await page.text()).replace('href=""', `href="${back}"`), { status: 503, headers });
}

/** Its address has the hash of its bytes: what is kept is right for good. */
async function file(event: FetchEvent, request: Request): Promise<Response> {
  const cache = await caches.open(shell);
  const found = await cache.match(request, { ignoreVary: true });
  if (found !== undefined) return found;
  const answer = await fetch(request);
  if (answer.ok) {
    const copy = answer.clone();
    event.waitUntil(cache.put(request, copy).then(() => trim(cache, mostFiles)));
  }
  return answer;
}
