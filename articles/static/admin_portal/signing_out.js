// Whoever signs out leaves nothing behind for the next person at this computer. What is kept goes once a page has come that is
// not theirs any more: until then they may stay in a form, or the request may get lost.
"use strict";
{
  const MARK = "portal-signing-out";
  const account = document.querySelector("meta[name=account]")?.content;
  const channel = new BroadcastChannel("portal-drafts");
  let sentAt = 0;
  let isLeaving = false;

  document.getElementById("logout-form")?.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sentAt = Date.now();
    isLeaving = false;
  });

  // Leaving a second time means that the editor stayed the first time, and now goes elsewhere.
  addEventListener("beforeunload", () => {
    if (isLeaving) sentAt = 0;
    isLeaving = true;
  });

  addEventListener("pagehide", () => {
    if (!sentAt || !account) return;
    try {
      localStorage.setItem(MARK, JSON.stringify({ account, at: sentAt }));
    } catch {
      // Blocked, as is then what would have to be deleted.
    }
  });

  function readMark() {
    try {
      return JSON.parse(localStorage.getItem(MARK));
    } catch {
      return null;
    }
  }

  async function dropOf(mark) {
    const count = await draftStore.dropAccount(mark.account);
    channel.postMessage({ signedOut: mark.account });
    localStorage.removeItem(MARK);
    const note = document.querySelector(".drafts-deleted");
    if (!note || !count) return;
    const text = count === 1 ? note.dataset.one : note.dataset.several;
    note.textContent = text.replace("{count}", count.toLocaleString(document.documentElement.lang || undefined));
  }

  async function settle() {
    const mark = readMark();
    if (account) channel.postMessage({ signedIn: account });
    if (!mark) return;
    if (mark.account !== account) await dropOf(mark);
    // A page of theirs that was asked for earlier says nothing of what became of it.
    else if (performance.timeOrigin > mark.at) localStorage.removeItem(MARK);
  }

  // A page that the browser held comes back without running anew.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || readMark()?.account !== account) return;
    sentAt = 0;
    localStorage.removeItem(MARK);
  });

  globalThis.signingOut = { settle };
}
