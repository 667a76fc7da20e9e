"""Tells of pictures that nobody said anything of, and of addresses that lead to none: an import takes both in all the same."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from articles.editing import Saved
from articles.pictures import shown_mistyped, shown_unlabelled, undescribed


def warn_of_pictures(saved: Sequence[Saved[Any]], planned: Set[str] = frozenset()) -> list[Saved[Any]]:
    """The same with a warning for each picture without words, and for each that is none, in what was written.

    planned: ids of those that will have some.
    """
    shown = [shown_unlabelled(type(one.item), one.after) if is_written(one) else set() for one in saved]
    silent = undescribed({pk for ids in shown for pk in ids} - planned)
    told = [
        (*map(describe, sorted(ids & silent)), *map(tell_mistyped, odd_of(one)))
        for one, ids in zip(saved, shown, strict=True)
    ]
    return [
        replace(one, warnings=(*one.warnings, *texts)) if texts else one for one, texts in zip(saved, told, strict=True)
    ]


def is_written(saved: Saved[Any]) -> bool:
    return bool(saved.after) and saved.outcome in ("created", "changed")


def odd_of(saved: Saved[Any]) -> list[str]:
    return shown_mistyped(type(saved.item), saved.after) if saved.after and is_written(saved) else []


def describe(pk: str) -> str:
    text = _("picture:%(id)s has no alternative text; say what it shows, unless it is mere decoration")
    return text % {"id": pk}


def tell_mistyped(name: str) -> str:
    return _("picture:%(name)s is no picture here, so readers see its text alone") % {"name": name[:100]}
