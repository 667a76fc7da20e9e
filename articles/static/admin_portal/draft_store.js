// Where a browser keeps unsaved text: IndexedDB, which holds what localStorage has no room for. A draft is
// {token, account, form, version, at, values, replaces}; a token is one form in one tab.
"use strict";
{
  const MAX_AGE_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;
  let opened = null;

  function finished(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("portal-drafts", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "token" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  }

  // Committed at once: the page may be about to go.
  async function write(change) {
    const transaction = (await open()).transaction("drafts", "readwrite", { durability: "strict" });
    change(transaction.objectStore("drafts"));
    transaction.commit();
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }

  async function all() {
    return finished((await open()).transaction("drafts").objectStore("drafts").getAll());
  }

  async function get(token) {
    return finished((await open()).transaction("drafts").objectStore("drafts").get(token));
  }

  const keep = (draft) => write((store) => store.put(draft));
  const drop = (...tokens) => write((store) => tokens.forEach((token) => store.delete(token)));

  async function dropWhere(isUnwanted) {
    const tokens = (await all()).filter(isUnwanted).map((draft) => draft.token);
    if (tokens.length) await drop(...tokens);
    return tokens.length;
  }

  // The saved draft, and those that were put into its form, but for what was written into them since.
  async function dropSaved(token) {
    const saved = await get(token);
    const others = new Map(saved?.replaces ?? []);
    await dropWhere((draft) => draft.token === token || others.get(draft.token) === draft.at);
  }

  const dropAccount = (account) => dropWhere((draft) => draft.account === account);
  const dropOld = () => dropWhere((draft) => draft.at < Date.now() - MAX_AGE_MILLISECONDS);

  globalThis.draftStore = { open, all, get, keep, drop, dropSaved, dropAccount, dropOld };
}
