"""Texts as editors read and write them: `[[skill:python]]`, where `[[skill:<id>]]` is stored."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import CharField, Value

from articles.models import ITEM_MODELS, Item
from articles.rendering import TooCostlyError, canonical_references, rewrite_references
from articles.snapshots import Snapshot

MAX_REFERENCES = 10_000  # SQLite limits the variables of one query; what comes later stays as it is stored

type Slugs = dict[tuple[str, str], str]


def show_slugs(sources: Sequence[str]) -> list[str]:
    """The texts with what they refer to outside code by its present slug; one query, none without references.

    What is shown is what saves as the same text again: an id that leads nowhere, or is written in an odd way, stays.
    """
    slugs = load_slugs(sources)
    return [show_source(source, slugs) for source in sources]


def load_slugs(sources: Sequence[str]) -> Slugs:
    """The slug of each item that the texts name by id."""
    wanted: dict[str, set[str]] = defaultdict(set)
    found = {reference for source in sources for reference in canonical_references(source)}
    for reference in islice(found, MAX_REFERENCES):
        wanted[reference.type].add(reference.id)
    parts = [slug_rows(item_type, ids) for item_type, ids in wanted.items()]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    return {(item_type, str(pk)): slug for item_type, pk, slug in rows}


def slug_rows(item_type: str, ids: set[str]) -> Any:
    label = Value(item_type, output_field=CharField())
    rows = ITEM_MODELS[item_type]._default_manager.filter(pk__in=ids).order_by()
    return rows.values_list(label, "pk", "slug")


def show_source(source: str, slugs: Slugs) -> str:
    if not slugs:
        return source
    ids = {(item_type, slug): pk for (item_type, pk), slug in slugs.items()}
    try:
        shown = rewrite_references(source, lambda item_type, key: slugs.get((item_type, key)))
        again = rewrite_references(shown, lambda item_type, key: ids.get((item_type, key)))
    except TooCostlyError:  # stored before there were limits
        return source
    return shown if again == source else source


def show_texts(item: Item) -> dict[str, str]:
    """The Markdown fields of an item, by name, as a form shows them."""
    names = item.markdown_fields
    return dict(zip(names, show_slugs([getattr(item, name) for name in names]), strict=True))


def show_snapshot(model: type[Item], snapshot: Snapshot) -> Mapping[str, Any]:
    """A stored state with its texts as a form shows them."""
    fields = snapshot.get("fields", {})
    names = [name for name in model.markdown_fields if isinstance(fields.get(name), str)]
    shown = zip(names, show_slugs([fields[name] for name in names]), strict=True)
    return {**snapshot, "fields": fields | dict(shown)}
