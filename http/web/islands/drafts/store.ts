// SPDX-License-Identifier: Apache-2.0
// Drafts in this browser: an IndexedDB of one table, by account and form. Not sealed: a key would have to come with a page, and
// pages are kept beside it; who can read the browser's folder can read both. They go at sign-out, when what was written has
// been taken, and after 30 days.

export type Field = [name: string, value: string];

export interface Draft {
  account: string;
  /** Which form: the same on every page where that form stands. */
  form: string;
  /** The page on which it was written, as a path. */
  page: string;
  fields: Field[];
  /** Milliseconds. */
  at: number;
  /** It was sent and no answer came yet. Then `key` is what it was sent under, so that sending again does nothing twice. */
  key?: string;
}

const name = "palabre";
const table = "drafts";
const oldest = 30 * 24 * 60 * 60 * 1000;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(table, { keyPath: ["account", "form"] });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** One transaction, on the disk when the promise is kept. Where the browser keeps nothing (a private window, a full disk) there
 * are no drafts, and everything else goes on: undefined. */
async function run<T>(mode: IDBTransactionMode, act: (drafts: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const database = await open();
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = database.transaction(table, mode, { durability: "strict" });
        const asked = act(transaction.objectStore(table));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

export async function putDraft(draft: Draft): Promise<void> {
  await run("readwrite", (drafts) => drafts.put(draft));
}

export async function takeAwayDraft(account: string, form: string): Promise<void> {
  await run("readwrite", (drafts) => drafts.delete([account, form]));
}

/** All drafts of the account, but those that are too old: these go now. */
export async function draftsOf(account: string): Promise<Draft[]> {
  const all = (await run<Draft[]>("readonly", (drafts) => drafts.getAll())) ?? [];
  const outlived = (draft: Draft) => draft.at < Date.now() - oldest;
  for (const draft of all) if (outlived(draft)) await takeAwayDraft(draft.account, draft.form);
  return all.filter((draft) => draft.account === account && !outlived(draft));
}

/** Every draft of everybody: at sign-out. */
export async function wipeDrafts(): Promise<void> {
  await run("readwrite", (drafts) => drafts.clear());
}
