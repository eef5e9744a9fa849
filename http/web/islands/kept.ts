// SPDX-License-Identifier: Apache-2.0
// Names that pages and the service worker share.

/** The cache of one account's pages; of nobody's, for who is not signed in. */
export const pagesPrefix = "palabre-pages-";
/** Style, scripts, faces, pictures of the house, and the page that is shown without a network. */
export const shell = "palabre-shell";
export const offlinePage = "/offline";
/** Of an answer that may be kept: whose page it is (http/pages/keep.hpp). Without it nothing is kept. */
export const keepHeader = "Palabre-Keep";
/** Of a kept answer: when it was kept, in milliseconds. */
export const keptHeader = "Palabre-Kept";

export type ToWorker = { kind: "shell"; language: string; files: string[] };
