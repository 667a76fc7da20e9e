"""What an item's page shows from tables of its own: other names, links to elsewhere, what readers are told of changes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from articles.models import Alias, Item, Resource, Revision

MAX_ATTACHED = 100
EMPTY = Value("", output_field=CharField())
COLUMNS = {
    "shown_name": EMPTY,
    "shown_language": EMPTY,
    "shown_url": EMPTY,
    "shown_kind": EMPTY,
    "shown_at": Cast(Value(None), DateTimeField()),
    "first_key": EMPTY,
    "second_key": Value(0, output_field=IntegerField()),
}
ALIAS, RESOURCE, NOTE = range(3)


@dataclass(frozen=True, slots=True)
class PublicNote:
    """What readers are told of a change."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attached:
    """aliases: from A to Z; resources: in the editors' order; notes: newest first. At most `MAX_ATTACHED` of each."""

    aliases: list[Alias] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    notes: list[PublicNote] = field(default_factory=list)


def load_attached(item: Item) -> Attached:
    """All in one query. The rows are for showing: they hold no more than what a page says of them."""
    others = [note_rows(item), *([alias_rows(item)] if item.has_aliases else [])]
    rows = resource_rows(item).union(*others, all=True).order_by()
    found = Attached()
    # Sorted here: databases order text by their locale.
    for kind_of_row, name, language, url, kind, at, *_keys in sorted(rows, key=lambda row: row[6:]):
        if kind_of_row == ALIAS:
            found.aliases.append(Alias(name=name, language=language))
        elif kind_of_row == RESOURCE:
            found.resources.append(Resource(title=name, language=language, url=url, kind=kind))
        else:
            found.notes.append(PublicNote(name, at))
    return found


def alias_rows(item: Item) -> QuerySet[Any, Any]:
    rows = Alias.objects.filter(item_type=item.item_type, item_id=item.pk).order_by("name_key")
    return as_rows(rows, ALIAS, shown_name=F("name"), shown_language=F("language"), first_key=F("name_key"))


def resource_rows(item: Item) -> QuerySet[Any, Any]:
    rows = Resource.objects.filter(item_type=item.item_type, item_id=item.pk).order_by("position", "id")
    shown = {"shown_name": F("title"), "shown_language": F("language"), "shown_url": F("url"), "shown_kind": F("kind")}
    return as_rows(rows, RESOURCE, **shown, second_key=F("position"))


def note_rows(item: Item) -> QuerySet[Any, Any]:
    rows = Revision.objects.filter(item_type=item.item_type, item_id=item.pk).exclude(public_note="")
    told = rows.order_by("-version")
    return as_rows(told, NOTE, shown_name=F("public_note"), shown_at=F("at"), second_key=-F("version"))


def as_rows(rows: QuerySet[Any, Any], kind_of_row: int, **columns: Any) -> QuerySet[Any, Any]:
    """The first rows with the columns that all parts of the union have; what is not given stays empty."""
    first = rows.model._default_manager.filter(pk__in=rows[:MAX_ATTACHED].values("pk")).order_by()
    shown = first.annotate(kind_of_row=Value(kind_of_row), **(COLUMNS | columns))
    return shown.values_list("kind_of_row", *COLUMNS, "pk")
