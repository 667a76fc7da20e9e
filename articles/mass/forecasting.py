"""The question before a mass action in words: how many will change, what readers get, who is left alone and why."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from articles.mass.telling import in_figures
from articles.models import MassAction
from articles.publishing import Status

# Counts of `articles.mass.asking`, in the order in which they are told; what lacks something comes last, with its names.
TEXTS = (
    (
        "gone",
        ngettext_lazy(
            "%(count)s of them is visible now: readers will get “gone” (410).",
            "%(count)s of them are visible now: readers will get “gone” (410).",
            "number",
        ),
    ),
    (
        "appear",
        ngettext_lazy(
            "%(count)s of them will be seen by readers at once.",
            "%(count)s of them will be seen by readers at once.",
            "number",
        ),
    ),
    (
        "later",
        ngettext_lazy(
            "%(count)s of them will be seen later, from the time in its “publish at”.",
            "%(count)s of them will be seen later, from the time in their “publish at”.",
            "number",
        ),
    ),
    (
        "expired",
        ngettext_lazy(
            "%(count)s of them has expired, so readers will not see it.",
            "%(count)s of them have expired, so readers will not see them.",
            "number",
        ),
    ),
    (
        "same",
        ngettext_lazy(
            "%(count)s is so already.",
            "%(count)s are so already.",
            "number",
        ),
    ),
    (
        "kept_legal_hold",
        ngettext_lazy(
            "%(count)s is left alone: it is on legal hold, which is lifted on its own page only.",
            "%(count)s are left alone: they are on legal hold, which is lifted on each one's own page only.",
            "number",
        ),
    ),
    (
        "kept_trashed",
        ngettext_lazy(
            "%(count)s is left alone: it is in the trash, from where it is published on its own page only.",
            "%(count)s are left alone: they are in the trash, from where each is published on its own page only.",
            "number",
        ),
    ),
    (
        "denied_take",
        ngettext_lazy(
            "%(count)s is left alone: it is published, and this account may not take it from readers.",
            "%(count)s are left alone: they are published, and this account may not take them from readers.",
            "number",
        ),
    ),
    (
        "denied_publish",
        ngettext_lazy(
            "%(count)s is left alone: this account may not publish it.",
            "%(count)s are left alone: this account may not publish them.",
            "number",
        ),
    ),
    (
        "denied_trash",
        ngettext_lazy(
            "%(count)s is left alone: this account may not put it into the trash or take it out.",
            "%(count)s are left alone: this account may not put them into the trash or take them out.",
            "number",
        ),
    ),
    (
        "denied_change",
        ngettext_lazy(
            "%(count)s is left alone: this account may not change it so.",
            "%(count)s are left alone: this account may not change them so.",
            "number",
        ),
    ),
    (
        "lacking",
        ngettext_lazy(
            "%(count)s is left alone, since it lacks what publishing needs:",
            "%(count)s are left alone, since they lack what publishing needs:",
            "number",
        ),
    ),
)


def headline(action: MassAction) -> str:
    change = action.forecast.get("change", 0)
    if not change:
        return _("None of them would change.")
    text = ngettext("%(count)s will change to “%(status)s”:", "%(count)s will change to “%(status)s”:", change)
    return text % {"count": in_figures(change), "status": action.get_status_display()}


def and_others(number: int) -> str:
    """The end of a list of examples; empty where it names all."""
    text = ngettext("and %(count)s other", "and %(count)s others", number)
    return text % {"count": in_figures(number)} if number else ""


def lines(action: MassAction) -> list[str]:
    """What readers will get, then who is left alone; only what there is any of."""
    facts = action.forecast
    found = [
        str(text % {"number": facts[name], "count": in_figures(facts[name])}) for name, text in TEXTS if facts.get(name)
    ]
    if facts.get("change") and not facts.get("gone") and action.status != Status.PUBLISHED:
        found.insert(0, _("None of what changes is visible now, so nothing changes for readers."))
    return found
