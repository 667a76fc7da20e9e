"""The other names of an item, and the links to elsewhere that help with it."""

from dataclasses import dataclass, field

from django.db.models import CharField, F, IntegerField, QuerySet, Value

from articles.models import Alias, Item, Resource

MAX_ATTACHED = 100
TEXT = CharField()


@dataclass(frozen=True, slots=True)
class Attached:
    """aliases: from A to Z; resources: in the editors' order. At most `MAX_ATTACHED` of each."""

    aliases: list[Alias] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)


def load_attached(item: Item) -> Attached:
    """Both in one query. The rows are for showing: they hold no more than what a page says of them."""
    rows = resource_rows(item)
    if item.has_aliases:
        rows = rows.union(alias_rows(item), all=True)
    found = Attached()
    for is_alias, name, language, url, kind, _key, _position, _pk in sorted(rows, key=lambda row: row[5:]):
        if is_alias:
            found.aliases.append(Alias(name=name, language=language))
        else:
            found.resources.append(Resource(title=name, language=language, url=url, kind=kind))
    return found


def resource_rows(item: Item) -> QuerySet[Resource, tuple[int, str, str, str, str, str, int, int]]:
    rows = Resource.objects.filter(item_type=item.item_type.value, item_id=item.pk)
    first = Resource.objects.filter(pk__in=rows.order_by("position", "id")[:MAX_ATTACHED].values("pk")).order_by()
    columns = {"is_alias": Value(0), "shown_name": F("title"), "key": Value("", output_field=TEXT)}
    return first.annotate(**columns).values_list(  # type: ignore[misc]  # names of the annotations
        "is_alias", "shown_name", "language", "url", "kind", "key", "position", "id"
    )


def alias_rows(item: Item) -> QuerySet[Alias, tuple[int, str, str, str, str, str, int, int]]:
    rows = Alias.objects.filter(item_type=item.item_type.value, item_id=item.pk)
    first = Alias.objects.filter(pk__in=rows.order_by("name_key")[:MAX_ATTACHED].values("pk")).order_by()
    empty = Value("", output_field=TEXT)
    columns = {"is_alias": Value(1), "shown_name": F("name"), "no_url": empty, "no_kind": empty, "key": F("name_key")}
    return first.annotate(**columns, no_position=Value(0, output_field=IntegerField())).values_list(
        "is_alias", "shown_name", "language", "no_url", "no_kind", "key", "no_position", "id"
    )
