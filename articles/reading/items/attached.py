"""What an item's page shows from tables of its own: other names, links to elsewhere, what readers are told of changes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from articles.models import Alias, ExternalId, Item, Resource, Revision

MAX_ATTACHED = 100
PAGE_KINDS = ("aliases", "resources", "notes")
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
ALIAS, RESOURCE, NOTE, EXTERNAL_ID = range(4)
# Codes by which imports know their rows again; they say nothing to readers.
INTERNAL_SCHEMES = "import:"


@dataclass(frozen=True, slots=True)
class PublicNote:
    """What readers are told of a change."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attached:
    """aliases: from A to Z; resources: in the editors' order; notes: newest first; external_ids: by scheme and code."""

    aliases: list[Alias] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    notes: list[PublicNote] = field(default_factory=list)
    external_ids: list[ExternalId] = field(default_factory=list)


def load_attached(item: Item, kinds: Collection[str] = PAGE_KINDS, *, limit: int | None = MAX_ATTACHED) -> Attached:
    """All in one query. The rows are for showing: they hold no more than what a face says of them.

    kinds: of `KINDS`. limit: of each kind; None for all rows.
    """
    parts = [
        make(item, limit) for kind, make in KINDS.items() if kind in kinds and (kind != "aliases" or item.has_aliases)
    ]
    found = Attached()
    if not parts:
        return found
    # Sorted here: databases order text by their locale.
    for kind_of_row, name, language, url, kind, at, *_keys in sorted(union(parts), key=lambda row: row[6:]):
        if kind_of_row == ALIAS:
            found.aliases.append(Alias(name=name, language=language))
        elif kind_of_row == RESOURCE:
            found.resources.append(Resource(title=name, language=language, url=url, kind=kind))
        elif kind_of_row == EXTERNAL_ID:
            found.external_ids.append(ExternalId(scheme=name, code=url))
        else:
            found.notes.append(PublicNote(name, at))
    found.external_ids.sort(key=lambda one: (one.scheme, one.code))
    return found


def union(parts: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return parts[0].union(*parts[1:], all=True).order_by() if len(parts) > 1 else parts[0]


def alias_rows(item: Item, limit: int | None) -> QuerySet[Any, Any]:
    rows = Alias.objects.filter(item_type=item.item_type, item_id=item.pk).order_by("name_key")
    shown = {"shown_name": F("name"), "shown_language": F("language")}
    return as_rows(rows, ALIAS, limit, **shown, first_key=F("name_key"))


def resource_rows(item: Item, limit: int | None) -> QuerySet[Any, Any]:
    rows = Resource.objects.filter(item_type=item.item_type, item_id=item.pk).order_by("position", "id")
    shown = {"shown_name": F("title"), "shown_language": F("language"), "shown_url": F("url"), "shown_kind": F("kind")}
    return as_rows(rows, RESOURCE, limit, **shown, second_key=F("position"))


def note_rows(item: Item, limit: int | None) -> QuerySet[Any, Any]:
    rows = Revision.objects.filter(item_type=item.item_type, item_id=item.pk).exclude(public_note="")
    told = rows.order_by("-version")
    return as_rows(told, NOTE, limit, shown_name=F("public_note"), shown_at=F("at"), second_key=-F("version"))


def external_id_rows(item: Item, limit: int | None) -> QuerySet[Any, Any]:
    rows = ExternalId.objects.filter(item_type=item.item_type, item_id=item.pk)
    told = rows.exclude(scheme__startswith=INTERNAL_SCHEMES).order_by("scheme", "code")
    return as_rows(told, EXTERNAL_ID, limit, shown_name=F("scheme"), shown_url=F("code"))


KINDS: dict[str, Callable[[Item, int | None], QuerySet[Any, Any]]] = {
    "aliases": alias_rows,
    "resources": resource_rows,
    "notes": note_rows,
    "external_ids": external_id_rows,
}


def as_rows(rows: QuerySet[Any, Any], kind_of_row: int, limit: int | None, **columns: Any) -> QuerySet[Any, Any]:
    """The first rows with the columns that all parts of the union have; what is not given stays empty."""
    # SQLite takes no limit within a union, hence the subquery.
    first = rows if limit is None else rows.model._default_manager.filter(pk__in=rows[:limit].values("pk"))
    shown = first.order_by().annotate(kind_of_row=Value(kind_of_row), **(COLUMNS | columns))
    return shown.values_list("kind_of_row", *COLUMNS, "pk")
