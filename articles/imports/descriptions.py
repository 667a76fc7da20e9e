"""Tells of pictures that nobody said anything of: an import takes them in all the same."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from articles.editing import Saved
from articles.pictures import shown_unlabelled, undescribed


def warn_of_pictures(saved: Sequence[Saved[Any]], planned: Set[str] = frozenset()) -> list[Saved[Any]]:
    """The same with a warning for each picture without words in what was written. planned: ids of those that will have some."""
    shown = [
        shown_unlabelled(type(one.item), one.after) if one.after and one.outcome in ("created", "changed") else set()
        for one in saved
    ]
    silent = undescribed({pk for ids in shown for pk in ids} - planned)
    return [
        replace(one, warnings=tuple(describe(pk) for pk in sorted(ids & silent))) if ids & silent else one
        for one, ids in zip(saved, shown, strict=True)
    ]


def describe(pk: str) -> str:
    text = _("picture:%(id)s has no alternative text; say what it shows, unless it is mere decoration")
    return text % {"id": pk}
