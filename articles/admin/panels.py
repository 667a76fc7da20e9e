"""What an item's page tells beside its form: where it is used, who saved it first and last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, IntegerField, Model, QuerySet, Subquery, Value

from articles.admin.site import admin_url
from articles.history.revisions import history
from articles.models import Item, Revision

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Use:
    """A way in which rows of `model` link here, by the lookup that finds them."""

    label: Any
    model: type[Model]
    lookup: str

    def rows(self, pk: object) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{self.lookup: pk}).order_by().distinct()

    def list_url(self, pk: object) -> str:
        query = {f"{self.lookup}__id__exact": str(pk)} | ({"status": "all"} if issubclass(self.model, Item) else {})
        return f"{admin_url(self.model, 'changelist')}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class ShownUse:
    """links: the first few, as (address, name), by name."""

    label: Any
    count: int
    url: str
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.links)


class CountRows(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def show_uses(row: Model, uses: Sequence[Use], may_view: Callable[[type[Model]], bool]) -> list[ShownUse]:
    """Two queries, whatever the number of uses: one counts, one names the first few of the types that one may view."""
    if not uses:
        return []
    counts = [CountRows(use.rows(row.pk).values("pk")) for use in uses]
    numbers = type(row)._default_manager.filter(pk=row.pk).values_list(*counts).get()
    links = first_links(row, uses, may_view)
    return [
        ShownUse(use.label, number, use.list_url(row.pk), links.get(index, []))
        for index, (use, number) in enumerate(zip(uses, numbers, strict=True))
    ]


def first_links(
    row: Model, uses: Sequence[Use], may_view: Callable[[type[Model]], bool]
) -> dict[int, list[tuple[str, str]]]:
    """The first few items of each use, by the use's place in `uses`; records are only counted."""
    parts = [
        first_rows(use, row.pk).values_list(Value(index), "pk", F(use.model.name_field))
        for index, use in enumerate(uses)
        if issubclass(use.model, Item) and may_view(use.model)
    ]
    if not parts:
        return {}
    links: dict[int, list[tuple[str, str]]] = {}
    for index, pk, name in parts[0].union(*parts[1:], all=True):
        links.setdefault(index, []).append((admin_url(uses[index].model, "change", pk), name))
    return {index: sorted(rows, key=lambda link: link[1].casefold()) for index, rows in links.items()}


def first_rows(use: Use, pk: object) -> QuerySet[Any]:
    # The limit stands in a subquery, for SQLite takes none in the parts of a union.
    ids = (
        use.model._default_manager.filter(**{use.lookup: pk})
        .order_by("sort_key", "id")
        .values("pk", "sort_key")
        .distinct()
    )
    return use.model._default_manager.filter(pk__in=Subquery(ids[:SHOWN].values("pk"))).order_by()


def first_and_last_save(item: Item) -> list[Revision]:
    """The first and the last saved state, without their texts."""
    return list(history(item).filter(version__in={1, item.version}).order_by("version").defer("snapshot"))
