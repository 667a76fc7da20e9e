"""What a text costs to render, counted while it is parsed, and the refusal of one that would cost too much."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .limits import MAX_WORK

MAX_NAMED, MIN_SHARE, ALONE = 3, 0.1, 0.75


@dataclass(frozen=True, slots=True)
class Kind:
    """name: in the plural. price: of one, in steps of MAX_WORK, all passes over it together."""

    name: Any
    price: float

    @property
    def limit(self) -> int:
        """How many a text may have that holds nothing else; rounded down, since it is told."""
        most = int(MAX_WORK / self.price)
        unit = 10 ** max(len(str(most)) - 2, 0)
        return most // unit * unit


# `python -m tests.bench rendering` holds these against the clock.
KINDS = {
    "characters": Kind(gettext_lazy("characters"), 0.1),
    "runs": Kind(gettext_lazy("spaces, dashes and the like in a row"), 0.15),
    "rows": Kind(gettext_lazy("lines"), 1),
    "lines": Kind(gettext_lazy("lines outside code"), 7),
    "levels": Kind(gettext_lazy("lines within lists, quotes and footnotes"), 2),
    "containers": Kind(gettext_lazy("list items, quotes and footnotes"), 20),
    "headings": Kind(gettext_lazy("headings"), 40),
    "blocks": Kind(gettext_lazy("paragraphs, list items and code blocks"), 18),
    "cells": Kind(gettext_lazy("table cells"), 15),
    "definitions": Kind(gettext_lazy("link definitions"), 25),
    "footnotes": Kind(gettext_lazy("references to footnotes"), 40),
    "marks": Kind(gettext_lazy("marks for emphasis, code, links and the like"), 8),
    "dollars": Kind(gettext_lazy("dollar signs"), 20),
    "parts": Kind(gettext_lazy("pieces of emphasis, code and the like"), 5),
    "addresses": Kind(gettext_lazy("addresses of links and pictures"), 40),
    "links": Kind(gettext_lazy("links and pictures"), 20),
    "steps": Kind(gettext_lazy("brackets that are not closed"), 3),
    "colours": Kind(gettext_lazy("coloured words of code"), 3.5),
    "formulas": Kind(gettext_lazy("formulas"), 10),
    "tex": Kind(gettext_lazy("characters of formulas"), 15),
    "html": Kind(gettext_lazy("characters of the page that it makes"), 0.15),
}


class TooCostlyError(Exception):
    """A text would take too long to render. `message` says in an editor's words what it has too much of."""

    def __init__(self, counts: Counter[str]) -> None:
        self.counts = counts
        super().__init__(dict(counts))

    @property
    def message(self) -> str:
        """The kind that costs nearly all, or the few that cost most, each with its limit."""
        costs = Counter({name: count * KINDS[name].price for name, count in self.counts.items()})
        heaviest = costs.most_common(MAX_NAMED)
        if heaviest[0][1] >= ALONE * costs.total():
            return _("More than %(what)s. Divide the text.") % {"what": told(heaviest[0][0])}
        names = [told(name) for name, cost in heaviest if cost >= MIN_SHARE * costs.total()]
        return _("Too much for one text, which has room for %(what)s, or a part of each. Divide it.") % {
            "what": _(" or ").join(names)
        }


def told(name: str) -> str:
    kind = KINDS[name]
    return ngettext("%(limit)s %(name)s", "%(limit)s %(name)s", kind.limit) % {
        "limit": f"{kind.limit:,}",
        "name": kind.name,
    }


class Purse:
    """What one text may still cost."""

    def __init__(self) -> None:
        self.left: float = MAX_WORK
        self.counts: Counter[str] = Counter()

    def spend(self, name: str, count: int = 1) -> None:
        """Raises TooCostlyError when nothing is left."""
        self.counts[name] += count
        self.left -= count * KINDS[name].price
        if self.left < 0:
            raise TooCostlyError(self.counts)
