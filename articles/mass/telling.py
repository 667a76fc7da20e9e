"""Says in words what became of a mass action, and why an item was left alone."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.editing import EditConflict
from articles.models import ITEM_MODELS, Item, MassAction
from articles.publishing import Status


def in_figures(number: int) -> str:
    return number_format(number, force_grouping=True)


def label_of(model: type[Item], name: str) -> str:
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):  # rows of another table
        return capfirst(name.replace("_", " "))


def reason_of(model: type[Item], error: ValidationError | EditConflict) -> str:
    """Why an item was left alone, with fields called as the form calls them."""
    if isinstance(error, EditConflict):
        return _("edited since") if error.actual_version else _("gone since")
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{label_of(model, name)}: {' '.join(texts)}" for name, texts in error.message_dict.items())


def kept_reason(status: str) -> str:
    if status == Status.LEGAL_HOLD:
        return _("on legal hold, which is lifted on its own page only")
    return _("in the trash, from where it is published on its own page only")


def items_in_words(item_type: str, number: int) -> str:
    """Such as "1 tool", "8,856 tools"."""
    meta = ITEM_MODELS[item_type]._meta
    name = meta.verbose_name if number == 1 else meta.verbose_name_plural
    return pgettext("number and what is counted", "%(number)s %(items)s") % {
        "number": in_figures(number),
        "items": name,
    }


def title_of(status: str, items: str) -> str:
    """What an action does, as a heading; items: as of `items_in_words`."""
    titles = {
        Status.PUBLISHED: _("Publish %(items)s"),
        Status.ARCHIVED: _("Archive %(items)s"),
        Status.WITHDRAWN: _("Withdraw %(items)s"),
        Status.DRAFT: _("Back to draft: %(items)s"),
        Status.TRASHED: _("Move %(items)s to the trash"),
    }
    return titles[Status(status)] % {"items": items}


def done_in_words(status: str, number: int) -> str:
    texts = {
        Status.PUBLISHED: ngettext("%(count)s published", "%(count)s published", number),
        Status.ARCHIVED: ngettext("%(count)s archived", "%(count)s archived", number),
        Status.WITHDRAWN: ngettext("%(count)s withdrawn", "%(count)s withdrawn", number),
        Status.DRAFT: ngettext("%(count)s made a draft", "%(count)s made drafts", number),
        Status.TRASHED: ngettext("%(count)s moved to the trash", "%(count)s moved to the trash", number),
    }
    return texts[Status(status)] % {"count": in_figures(number)}


def sum_up(action: MassAction) -> str:
    """Such as "8,800 archived, 30 were so already, 26 left alone."; empty before anything was counted."""
    counts = action.counts
    parts = [done_in_words(action.status, counts["changed"])] if counts.get("changed") else []
    if same := counts.get("same"):
        parts.append(ngettext("%(count)s was so already", "%(count)s were so already", same))
        parts[-1] %= {"count": in_figures(same)}
    return as_sentence([*parts, *left_parts(counts)])


def sum_up_undo(action: MassAction) -> str:
    """Such as "8,790 taken back, 10 left alone."; empty where nothing was undone."""
    counts = action.undo_counts
    parts = []
    if back := counts.get("changed"):
        parts.append(ngettext("%(count)s taken back", "%(count)s taken back", back) % {"count": in_figures(back)})
    return as_sentence([*parts, *left_parts(counts)])


def left_parts(counts: Mapping[str, Any]) -> list[str]:
    parts = []
    if left := counts.get("left"):
        parts.append(ngettext("%(count)s left alone", "%(count)s left alone", left) % {"count": in_figures(left)})
    if waiting := counts.get("waiting"):
        parts.append(ngettext("%(count)s not done", "%(count)s not done", waiting) % {"count": in_figures(waiting)})
    return parts


def as_sentence(parts: list[str]) -> str:
    return f"{capfirst(', '.join(parts))}." if parts else ""
