// SPDX-License-Identifier: Apache-2.0
// What happens in a community, for all tabs of this browser by one connection. One tab holds it and tells the others:
// a browser opens six connections to a host at most, so eight tabs with one each would load nothing more.
//
// Who holds it: whoever has the lock `palabre-live`; all others queue for it, so it goes on when that tab closes. A tab that
// one turns to asks who holds the line. If nobody of its community answers within a second (another community's tab has it,
// or a phone has put the tab to sleep), it takes the lock. So the line follows the tab one looks at, and every tab catches up
// when one turns to it: each knows the last event that it has heard of.
//
// Without locks (a page that did not come over https) each tab has a connection of its own while it is in view.
import { follow } from "./stream";
import type { Happening } from "./stream";

type Message = { community: string } & (
  | { kind: "asks"; after: number | undefined; opened: number }
  | { kind: "holds"; since: number | undefined }
  | { kind: "tells"; happening: Happening }
);

const name = "palabre-live";
const patience = 1_000;
/** Events that the holder keeps for tabs that come later: a page is rarely older when its scripts begin. */
const mostRecent = 100;

export class Line {
  #community: string;
  #last: number | undefined;
  #heard: (happening: Happening | undefined) => void;
  #channel: BroadcastChannel | undefined;
  #closed = new AbortController();
  #holding: AbortController | undefined;
  #taking: ReturnType<typeof setTimeout> | undefined;
  /** While holding: what came since `#since`, the last event known when it began. */
  #recent: Happening[] = [];
  #since: number | undefined;
  /** When something without a number was told last. */
  #untold = 0;

  /** `after`: the last event that the page shows; undefined: not known. `heard` gets each later one once, ascending;
   * undefined: some may have been missed. */
  constructor(community: string, after: number | undefined, heard: (happening: Happening | undefined) => void) {
    this.#community = community;
    this.#last = after;
    this.#heard = heard;
    this.#open();
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.#open();
    });
    addEventListener("focus", () => this.#turnedTo());
    document.addEventListener("visibilitychange", () => this.#turnedTo());
  }

  #open(): void {
    this.#closed = new AbortController();
    if (navigator.locks === undefined) return this.#turnedTo();
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = (event: MessageEvent<Message>) => this.#received(event.data);
    void this.#queue(false);
    this.#turnedTo();
  }

  /** A page that is left must hold nothing, else the browser cannot keep it for the way back. */
  #close(): void {
    clearTimeout(this.#taking);
    this.#closed.abort();
    this.#holding?.abort();
    this.#channel?.close();
    this.#channel = undefined;
  }

  #turnedTo(): void {
    const visible = document.visibilityState === "visible";
    if (navigator.locks === undefined) {
      if (!visible) this.#holding?.abort();
      else if (this.#holding === undefined && !this.#closed.signal.aborted) void this.#hold();
      return;
    }
    const holds = this.#holding !== undefined && !this.#holding.signal.aborted; // one that was taken still winds down
    if (!visible || holds || this.#channel === undefined) return;
    this.#post({ kind: "asks", after: this.#last, opened: performance.timeOrigin, community: this.#community });
    clearTimeout(this.#taking);
    this.#taking = setTimeout(() => void this.#queue(true), patience);
  }

  async #queue(steal: boolean): Promise<void> {
    const closed = this.#closed.signal;
    try {
      await navigator.locks.request(name, steal ? { steal } : { signal: closed }, () => this.#hold());
    } catch {
      this.#holding?.abort(); // stolen, or closed while waiting
    }
    if (!steal && !closed.aborted) void this.#queue(false);
  }

  /** Reads the stream until it is taken from us, or ends for good. */
  async #hold(): Promise<void> {
    if (this.#closed.signal.aborted) return;
    clearTimeout(this.#taking);
    const holding = this.#holding = new AbortController();
    this.#recent = [];
    this.#since = this.#last;
    this.#post({ kind: "holds", since: this.#since, community: this.#community });
    await follow(`/api/v1/communities/${this.#community}/stream`, this.#last, {
      tell: (happening) => {
        if (happening.id === undefined) this.#untold = Date.now();
        else this.#recent = [...this.#recent.slice(1 - mostRecent), happening];
        if (this.#recent.length === mostRecent) this.#since = this.#recent[0]?.id;
        this.#post({ kind: "tells", happening, community: this.#community });
        this.#take(happening);
      },
      lost: (behind) => {
        if (behind !== undefined) {
          this.#recent = [];
          this.#since = this.#last = behind;
          this.#post({ kind: "holds", since: behind, community: this.#community });
        }
        this.#heard(undefined);
      },
    }, holding.signal);
    // Answered for good, nobody else would fare better: hold on without a connection until somebody takes it.
    if (!holding.signal.aborted)
      await new Promise((resolve) => holding.signal.addEventListener("abort", resolve));
    if (this.#holding === holding) this.#holding = undefined;
  }

  #received(message: Message): void {
    if (message.community !== this.#community) return;
    if (message.kind === "tells") this.#take(message.happening);
    else if (message.kind === "holds") {
      clearTimeout(this.#taking);
      if (this.#last !== undefined && message.since !== undefined && message.since <= this.#last) return;
      this.#last = message.since ?? this.#last;
      this.#heard(undefined);
    } else if (this.#holding !== undefined) {
      this.#post({ kind: "holds", since: this.#since, community: this.#community });
      for (const happening of this.#recent)
        if ((happening.id ?? 0) > (message.after ?? 0)) this.#post({ kind: "tells", happening, community: this.#community });
      const notices: Happening = { type: "notices", thread: "" };
      if (this.#untold > message.opened) this.#post({ kind: "tells", happening: notices, community: this.#community });
    }
  }

  #take(happening: Happening): void {
    if (happening.id !== undefined && this.#last !== undefined && happening.id <= this.#last) return;
    this.#last = happening.id ?? this.#last;
    this.#heard(happening);
  }

  #post(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
