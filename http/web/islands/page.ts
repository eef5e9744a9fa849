// SPDX-License-Identifier: Apache-2.0
// What a page says of itself to its scripts, in attributes of its root element (http/pages/layout.tpl).

const root = document.documentElement;

export const page = {
  language: root.lang,
  /** Tells one account's things in this browser from another's; empty: nobody is signed in. */
  account: root.dataset["account"] ?? "",
  /** The community's name in addresses; empty: the page is of none. */
  community: root.dataset["community"] ?? "",
  /** The last event of the community that the page shows. */
  shown: root.dataset["shown"] === undefined ? undefined : Number(root.dataset["shown"]),
  zone: root.dataset["zone"] || "UTC",
  /** Something that was sent was not taken, or the page itself is a refusal. */
  refused: root.dataset["refused"] !== undefined,
  /** When this copy was kept, in milliseconds: the page comes from the service worker since the network is away. */
  kept: Number(root.dataset["kept"] ?? "0"),
};

/** Runs when the page is shown: now, and whenever the browser brings it back as it was left. */
export function onShow(act: () => void): void {
  act();
  addEventListener("pageshow", (event) => {
    if (event.persisted) act();
  });
}
