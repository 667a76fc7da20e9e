// Says beneath a field for a time what the editor's clocks make of it, as the server reads it, and offers the choice
// where it may mean two instants. Without this script the same stands there for the time that the page came with.
"use strict";
{
    const WHOLE = /^\s*(\d{4}-\d{1,2}-\d{1,2})(?:\s*T\s*|\s+)(\d.*)$/i;
    const PAUSE_MS = 250;

    function watch(told) {
        const row = told.parentElement;
        const [day, clock] = row.querySelectorAll(".datetime input");
        const choice = row.querySelector(".time-choice select");
        let asked = [day.value, clock.value, choice.value].join("\n");
        let timer = 0;
        let request = new AbortController();

        function check() {
            const now = [day.value, clock.value, choice.value].join("\n");
            if (now === asked) return;
            asked = now;
            clearTimeout(timer);
            timer = setTimeout(ask, PAUSE_MS);
        }

        async function ask() {
            request.abort();
            request = new AbortController();
            const query = new URLSearchParams({ date: day.value, time: clock.value, chosen: choice.value });
            try {
                const answer = await fetch(`${told.dataset.url}?${query}`, { signal: request.signal });
                if (answer.ok && !answer.redirected) show(await answer.json());
            } catch {
                // Offline, or overtaken by the next question: the server reads the time again when it is saved.
            }
        }

        function show({ text, choices, chosen }) {
            if (told.textContent !== text) told.textContent = text;
            choice.replaceChildren(choice.options[0], ...choices.map(([value, label]) => new Option(label, value)));
            choice.value = chosen;
            choice.closest(".time-choice").hidden = !choices.length;
            asked = [day.value, clock.value, choice.value].join("\n");
        }

        // A whole time pasted into one box goes into both.
        function split(event) {
            const found = WHOLE.exec(event.target.value);
            if (!found || (event.target !== day && event.target !== clock)) return;
            [, day.value, clock.value] = found;
        }

        row.addEventListener("input", split);
        // Django's shortcuts write into the boxes without an event, and then give them the focus.
        for (const name of ["input", "change", "focusin", "focusout"]) row.addEventListener(name, check);
    }

    window.addEventListener("load", () => document.querySelectorAll(".time-zone").forEach(watch));
}
