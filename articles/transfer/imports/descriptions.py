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
    shown = [silent_of(one) for one in saved]
    silent = undescribed({pk for ids in shown for pk in ids} - planned)
    told = [
        (*map(describe, sorted(ids & silent)), *map(tell_mistyped, odd_of(one)))
        for one, ids in zip(saved, shown, strict=True)
    ]
    return [
        replace(one, warnings=(*one.warnings, *texts)) if texts else one for one, texts in zip(saved, told, strict=True)
    ]


def silent_of(saved: Saved[Any]) -> set[str]:
    is_written = saved.outcome in ("created", "changed")
    return shown_unlabelled(type(saved.item), saved.after) if saved.after and is_written else set()


def odd_of(saved: Saved[Any]) -> list[str]:
    is_written = saved.outcome in ("created", "changed")
    return shown_mistyped(type(saved.item), saved.after) if saved.after and is_written else []


def describe(pk: str) -> str:
    text = _("picture:%(id)s has no alternative text; say what it shows, unless it is mere decoration")
    return text % {"id": pk}


def tell_mistyped(name: str) -> str:
    return _("picture:%(name)s is no picture here, so readers see its text alone") % {"name": name[:100]}
