// No word is lost: keeps what an editor writes in the browser until an answer says that it is saved, offers it again, and
// warns before a form with unsaved text is left. Texts come from templates/admin/_draft.html.
"use strict";
{
  const WAIT_MILLISECONDS = 700;
  const account = document.querySelector("meta[name=account]")?.content;
  const store = globalThis.draftStore;
  const channel = new BroadcastChannel("portal-drafts");

  // Each answer that saved a draft left a cookie with its token.
  async function forgetSaved() {
    const path = document.querySelector("meta[name=admin-path]").content;
    for (const [, token] of document.cookie.matchAll(/(?:^|; )saved-([0-9a-f]{32})=/g)) {
      await store.dropSaved(token);
      document.cookie = `saved-${token}=; Max-Age=0; Path=${path}`;
    }
  }

  function newToken() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // Whether nothing of the draft is missing from the stored version: so where it was saved and the answer was lost.
  function isStored(draft, loaded, isOlder) {
    const beside = new Set(["expected_version", "new_id", ...(isOlder ? ["note"] : [])]);
    const texts = (values) => values.filter(([name]) => !beside.has(name));
    return same(texts(draft.values), texts(loaded));
  }

  class Keeper {
    constructor(box) {
      this.box = box;
      this.form = box.closest("form");
      this.tokenField = box.querySelector("[name=draft]");
      this.loaded = formValues.readLoaded(this.form);
      this.wasRefused = box.dataset.refused === "true";
      this.tokenField.value ||= newToken();
      this.token = this.tokenField.value;
      this.replaces = [];
      this.kept = null;
      this.isSending = false;
      this.isSignedOut = false;
      this.timer = 0;
    }

    isDirty(values = formValues.read(this.form)) {
      return this.wasRefused || !same(values, this.loaded);
    }

    draft(values) {
      const version = Number(this.form.elements.expected_version?.value ?? this.box.dataset.version);
      const { token, replaces } = this;
      return { token, account, form: this.box.dataset.form, version, at: Date.now(), values, replaces };
    }

    async keep() {
      clearTimeout(this.timer);
      const values = formValues.read(this.form);
      const text = this.isDirty(values) ? JSON.stringify(values) : null;
      if (this.isSignedOut || text === this.kept) return;
      this.kept = text;
      try {
        await (text === null ? store.drop(this.token) : store.keep(this.draft(values)));
        this.say("");
      } catch (error) {
        this.kept = null;
        this.say(error?.name === "QuotaExceededError" ? "full" : "blocked");
      }
    }

    keepSoon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), WAIT_MILLISECONDS);
    }

    // Storage that is blocked is told once a session, one that is full each time.
    say(what) {
      const note = this.box.querySelector(".draft-note");
      if (what === "blocked") {
        try {
          if (sessionStorage.getItem("drafts-blocked")) return;
          sessionStorage.setItem("drafts-blocked", "told");
        } catch {
          // Blocked too, so that each page says it.
        }
      }
      const text = what ? note.dataset[what] : "";
      if (note.textContent !== text) note.textContent = text;
    }

    // Clicks and keys as well: calendars and lists with search write into fields without an event that others hear.
    watch() {
      for (const kind of ["input", "change", "click", "keyup", "focusout"])
        document.addEventListener(kind, () => this.keepSoon());
      this.form.addEventListener("input", () => (this.isSending = false));
      addEventListener("submit", (event) => this.sent(event));
      addEventListener("pagehide", () => this.keep());
      document.addEventListener("visibilitychange", () => document.hidden && this.keep());
      addEventListener("beforeunload", (event) => {
        // The page still has time to write here; once it is hidden, the write may be cut off.
        this.keep();
        if (!this.isSending && this.isDirty()) event.preventDefault();
      });
      channel.addEventListener("message", ({ data }) => this.heard(data));
      // Held as long as this tab shows the form: others do not offer what is still being written here.
      navigator.locks?.request(`draft-${this.token}`, () => new Promise(() => {}));
    }

    // From other tabs. A form that stands here after its editor signed out is kept again once they are back.
    heard({ signedOut, signedIn }) {
      if (signedOut === account) {
        this.isSignedOut = true;
        this.kept = null;
        store.drop(this.token);
      } else if (signedIn === account && this.isSignedOut) {
        this.isSignedOut = false;
        this.keep();
      }
    }

    sent(event) {
      if (event.defaultPrevented) return;
      this.keep();
      this.isSending = event.target === this.form || this.handOver(event.target);
    }

    // A form beside it takes the unsaved text along where that is all there is of it.
    handOver(form) {
      const carried = form.querySelector("[data-carries-draft]");
      const isAll = Boolean(carried) && same(formValues.read(this.form), this.loaded);
      if (carried) carried.value = isAll ? this.token : "";
      return isAll;
    }

    async offerAll() {
      const drafts = (await store.all()).filter(
        (one) => one.account === account && one.form === this.box.dataset.form && one.token !== this.token,
      );
      for (const { token } of drafts.sort((one, other) => one.at - other.at)) {
        const offer = async () => {
          await forgetSaved();
          this.offer(await store.get(token));
        };
        if (navigator.locks) navigator.locks.request(`draft-${token}`, offer);
        else offer();
      }
    }

    offer(draft) {
      if (!draft) return;
      const isOlder = draft.version < Number(this.box.dataset.version);
      if (isStored(draft, this.loaded, isOlder)) {
        store.drop(draft.token);
        return;
      }
      const bar = this.box.querySelector("template").content.firstElementChild.cloneNode(true);
      const texts = this.box.dataset;
      const text = (isOlder ? texts.older : texts.offer)
        .replace("{time}", shownTime(draft.at))
        .replace("{base}", draft.version)
        .replace("{stored}", texts.version);
      bar.querySelector(".draft-restore").addEventListener("click", () => this.restore(draft, bar));
      bar.querySelector(".draft-discard").addEventListener("click", () => this.discard(draft, bar));
      this.box.querySelector(".draft-bars").prepend(bar);
      bar.querySelector(".draft-text").textContent = text;
      bar.querySelector(".draft-fields").textContent = this.differing(draft);
    }

    differing(draft) {
      const fields = draftWords.changedFields(this.form, draft.values, this.loaded, this.box.dataset.size);
      return fields.length ? this.box.dataset.fields.replace("{fields}", fields.join(", ")) : "";
    }

    async restore(draft, bar) {
      const now = formValues.read(this.form);
      formValues.fill(this.form, draft.values);
      this.replaces.push([draft.token, draft.at], ...draft.replaces);
      this.done(bar, "restored");
      if (!same(now, this.loaded)) {
        const other = { ...this.draft(now), token: newToken(), replaces: [] };
        await store.keep(other);
        this.offer(other);
      }
      await this.keep();
    }

    async discard(draft, bar) {
      await store.drop(draft.token);
      this.done(bar, "discarded");
      const undo = bar.querySelector(".draft-undo");
      undo.hidden = false;
      undo.focus();
      undo.addEventListener("click", async () => {
        await store.keep(draft);
        bar.remove();
        this.offer(draft);
        this.box.querySelector(".draft-restore").focus();
      });
    }

    done(bar, what) {
      bar.querySelector(".draft-text").textContent = this.box.dataset[what];
      for (const button of bar.querySelectorAll(".draft-restore, .draft-discard")) button.hidden = true;
    }
  }

  function shownTime(at) {
    const language = document.documentElement.lang || undefined;
    const isToday = new Date(at).toDateString() === new Date().toDateString();
    const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    return new Date(at).toLocaleString(language, isToday ? options : { dateStyle: "medium", timeStyle: "short" });
  }

  async function start() {
    const box = document.querySelector(".draft");
    const keeper = box && account ? new Keeper(box) : null;
    keeper?.watch();
    try {
      await signingOut.settle();
      await forgetSaved();
      await store.dropOld();
      await keeper?.offerAll();
      if (keeper?.wasRefused) await keeper.keep();
    } catch {
      keeper?.say("blocked");
    }
  }

  start();
}
