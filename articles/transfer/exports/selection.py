"""What an export holds: a query for each type, and the pictures that these items show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from articles.models import Item, Picture, PictureUse, User
from articles.rights import may_name
from articles.snapshots import single_links
from articles.transfer.columns import ITEM_TYPES, KINDS, PLURALS, RECORD_TYPES, TYPES
from articles.transfer.exports.naming import NAME_ALL, Naming


@dataclass(frozen=True, slots=True)
class Selection:
    """queries: by plural type name, in the order of `TYPES`, with the columns that rows need. naming: of what they link."""

    queries: dict[str, QuerySet[Any]]
    pictures: QuerySet[Picture]
    naming: Naming = NAME_ALL

    @property
    def items(self) -> dict[str, QuerySet[Any]]:
        return {kind: rows for kind, rows in self.queries.items() if kind in ITEM_TYPES}

    @property
    def leaves_pictures_out(self) -> bool:
        """Whether those who get the file may not see the pictures that its items show."""
        is_closed = self.naming.named is not None and Picture not in self.naming.named
        return is_closed and shown_pictures(self.queries).exists()

    @property
    def has_pictures(self) -> bool:
        return self.pictures.exists()

    @property
    def grids(self) -> dict[str, QuerySet[Any]]:
        """What tables hold: a grid for each type, and one for the pictures where there are any."""
        return self.queries | ({"pictures": self.pictures} if self.has_pictures else {})

    @property
    def records(self) -> dict[str, QuerySet[Any]]:
        records = {kind: rows for kind, rows in self.queries.items() if kind in RECORD_TYPES}
        return records | {"pictures": self.pictures} if self.items else records


def select(types: Collection[str] = (), statuses: Sequence[str] = ()) -> Selection:
    """Everything, or some types; items with some statuses only. An empty collection means all."""
    queries: dict[str, QuerySet[Any]] = {}
    for kind, model in TYPES.items():
        if types and kind not in types:
            continue
        rows: QuerySet[Any] = model._default_manager.all()
        if issubclass(model, Item):
            rows = narrow(model, rows.filter(status__in=statuses) if statuses else rows)
        queries[kind] = rows.order_by(*order_of(kind))
    is_whole = not types and not statuses
    pictures = Picture.objects.order_by("pk") if is_whole else shown_pictures(queries)
    return Selection(queries, pictures, Naming(statuses=tuple(statuses)))


def select_rows(model: type[Item], rows: QuerySet[Any], *, by: User | None = None) -> Selection:
    """The items of a query of any form, such as the one that an admin's action is given.

    by: who gets the file; what they may not see is referred to by its id, and pictures stay out.
    """
    chosen = model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    kind = PLURALS[model.item_type]
    queries = {kind: narrow(model, chosen).order_by(*order_of(kind))}
    linked: list[type[Model]] = [*KINDS.values(), User]
    named = frozenset(one for one in linked if may_name(by, one, linked_from=model))
    pictures = shown_pictures(queries) if Picture in named else Picture.objects.none()
    return Selection(queries, pictures, Naming(named))


def narrow(model: type[Item], rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without HTML and other columns that are made from the rest."""
    return rows.only("id", *model.snapshot_fields, *single_links(model))


def order_of(kind: str) -> tuple[str, ...]:
    if kind in ITEM_TYPES:
        return ("sort_key", "id")
    return ("position", "slug") if kind in ("sections", "groups") else ("pk",)


def shown_pictures(queries: dict[str, QuerySet[Any]]) -> QuerySet[Picture]:
    """Pictures in the texts and on the covers of the items."""
    uses = Q(pk__in=())
    for kind, rows in queries.items():
        if kind in ITEM_TYPES:
            uses |= Q(item_type=ITEM_TYPES[kind].item_type, item_id__in=rows.order_by().values("pk"))
    return Picture.objects.filter(pk__in=PictureUse.objects.filter(uses).values("picture")).order_by("pk")
