// SPDX-License-Identifier: Apache-2.0
// One community's stream of server-sent events (http/api/stream), read by fetch: EventSource cannot begin behind an event
// that the page has already, and leaves the delays to the browser.

/** Where something changed: the thread, if it is about one. Without a number: said to this reader alone (`notices`: there are more or
 * fewer unread), and not said again after a break. */
export interface Happening {
  id?: number;
  type: string;
  thread: string;
}

export interface Follower {
  /** Each event, ascending by id. */
  tell(happening: Happening): void;
  /** The line stands (again), and it is not known what happened before: never known, or too much to be told. `behind`:
   * the event behind which it goes on, where that was said. */
  lost(behind?: number): void;
}

const firstDelay = 1_000;
const longestDelay = 60_000;
/** The server says something every 15 s; a line silent for so long is dead, whatever the network says. */
const longestSilence = 45_000;
/** Answers that another try will not change: not there, not allowed, not understood. */
const final = new Set([400, 401, 403, 404, 410]);

/** Follows until `signal` or a final answer. `after`: the last event that is known; undefined: begin now. */
export async function follow(address: string, after: number | undefined, follower: Follower, signal: AbortSignal): Promise<void> {
  let last = after;
  let delay = firstDelay;
  while (!signal.aborted) {
    const connection = new AbortController();
    const hangUp = () => connection.abort();
    signal.addEventListener("abort", hangUp);
    let timer = setTimeout(hangUp, longestSilence);
    try {
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (last !== undefined) headers["Last-Event-ID"] = String(last);
      const answer = await fetch(address, { headers, cache: "no-store", signal: connection.signal });
      if (final.has(answer.status)) return;
      if (answer.ok && answer.body !== null) {
        if (last === undefined) follower.lost();
        for await (const block of blocks(answer.body)) {
          clearTimeout(timer);
          timer = setTimeout(hangUp, longestSilence);
          delay = firstDelay;
          const happening = parse(block);
          if (happening === undefined) continue;
          last = happening.id ?? last;
          if (happening.type === "lost") follower.lost(happening.id);
          else follower.tell(happening);
        }
      }
    } catch {
      // The network is away, or the line was silent or taken from us: come again, or end above.
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", hangUp);
    }
    if (!signal.aborted) await pause(delay * (0.5 + Math.random() / 2), signal);
    delay = Math.min(delay * 2, longestDelay);
  }
}

/** What stands between blank lines. */
async function* blocks(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      yield text.slice(0, end);
      text = text.slice(end + 2);
    }
  }
}

/** Nothing: a comment, or something that is none of ours. */
function parse(block: string): Happening | undefined {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1];
  const id = field("id"), type = field("event"), data = field("data");
  if (type === undefined || data === undefined || (id !== undefined && !Number.isSafeInteger(Number(id)))) return undefined;
  try {
    const { thread } = JSON.parse(data) as { thread?: string };
    return { type, thread: thread ?? "", ...(id === undefined ? {} : { id: Number(id) }) };
  } catch {
    return undefined;
  }
}

/** Ends early when the browser says that the network is back. */
function pause(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, delay);
    signal.addEventListener("abort", end);
    addEventListener("online", end);
  });
}
