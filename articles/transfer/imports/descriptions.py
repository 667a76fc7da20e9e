"""Tells of pictures that nobody said anything of, and of addresses that lead to none: an import takes both in all the same."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from articles.editing import Saved
from articles.media.shown_pictures import shown_mistyped, shown_unlabelled, undescribed


def warn_of_pictures(saved: Sequence[Saved[Any]], planned: Set[str] = frozenset()) -> list[Saved[Any]]:
    """The same with a warning for each picture without words, and for each that is none, in what was written.

    planned: ids of those that will have some.
    """
    written = [one.after if one.outcome in ("created", "changed") else None for one in saved]
    states = [(type(one.item), after) for one, after in zip(saved, written, strict=True)]
    shown = [shown_unlabelled(model, after) if after else set() for model, after in states]
    silent = undescribed({pk for ids in shown for pk in ids} - planned)
    told = [
        (*map(describe, sorted(ids & silent)), *map(tell_mistyped, shown_mistyped(model, after) if after else ()))
        for ids, (model, after) in zip(shown, states, strict=True)
    ]
    return [replace(one, warnings=(*one.warnings, *texts)) for one, texts in zip(saved, told, strict=True)]


def describe(pk: str) -> str:
    text = _("picture:%(id)s has no alternative text; say what it shows, unless it is mere decoration")
    return text % {"id": pk}


def tell_mistyped(name: str) -> str:
    return _("picture:%(name)s is no picture here, so readers see its text alone") % {"name": name[:100]}
