"""By what a row refers to another: a name that people can read, where those who get the file may know it; else the id,
which an import finds as well and which tells nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from articles.models import Item, User
from articles.transfer.columns import refer, reference_columns

type Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Naming:
    """named: the models whose rows may be named; None for all. statuses: of items that may be named; none for all."""

    named: frozenset[Any] | None = None
    statuses: tuple[str, ...] = ()

    def references(self, model: type[models.Model], ids: Iterable[str]) -> Names:
        """What each row that exists is written as, by id: one query, and one more for accounts."""
        rows = model._default_manager.filter(pk__in=ids)
        if self.named is not None and model not in self.named:
            return {str(pk): str(pk) for pk in rows.values_list("pk", flat=True)}
        if issubclass(model, User):
            return name_authors(dict(rows.values_list("pk", "public_name")))
        if not issubclass(model, Item) or not self.statuses:
            return {
                str(pk): refer(model, tuple(values))
                for pk, *values in rows.values_list("pk", *reference_columns(model))
            }
        found = rows.values_list("pk", "slug", "status")
        return {str(pk): slug if status in self.statuses else str(pk) for pk, slug, status in found}


NAME_ALL = Naming()


def name_authors(names: dict[Any, str]) -> Names:
    """By the name that readers see, where one account alone bears it. User names are nobody's business."""
    bearers = Counter(User.objects.filter(public_name__in=set(names.values())).values_list("public_name", flat=True))
    return {str(pk): name if name and bearers[name] == 1 else str(pk) for pk, name in names.items()}
