"""Brings stored HTML up to date after the renderer changed. Content, versions and revisions stay as they are."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from articles.editing.recording import Occasion, make_side_change, ordered_transaction, record_changes
from articles.editing.writing import keep_rendered
from articles.models import ITEM_MODELS, Change, Item
from articles.rendering import RENDERER_VERSION, render_markdown

BATCH = 50


def rerender_all(*, report: Callable[[str], None]) -> int:
    """How many items an older renderer had made and this one has made anew; safe to stop and run again."""
    done = 0
    for model in ITEM_MODELS.values():
        while batch := list(model._default_manager.exclude(rendered_with=RENDERER_VERSION).order_by("id")[:BATCH]):
            for item in batch:
                render_item(item)
            write_rendered(model, batch)
            done += len(batch)
            report(f"{done} items rendered anew")
    return done


def render_item(item: Item) -> None:
    for name in item.markdown_fields:
        keep_rendered(item, name, render_markdown(getattr(item, name)))
    item.rendered_with = RENDERER_VERSION


def write_rendered(model: type[Item], items: list[Item]) -> None:
    """Writes the new HTML of items that nobody saved meanwhile; those who did were rendered by their save."""
    with ordered_transaction() as last_number:
        at = timezone.now()
        changes = [
            make_side_change(item, at)
            for item in items
            if model._default_manager.filter(pk=item.pk, version=item.version).update(**rendered_columns(item))
        ]
        record_changes(changes, Occasion(None, reason=Change.Reason.RERENDER), last_number=last_number, at=at)


def rendered_columns(item: Item) -> dict[str, Any]:
    names = ["rendered_with", *(f"{name}_html" for name in item.markdown_fields)]
    if "body" in item.markdown_fields:
        names += ["body_text", "headings", "reading_minutes"]
    return {name: getattr(item, name) for name in names}
