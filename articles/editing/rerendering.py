"""Brings stored HTML up to date after the renderer changed. Content, versions and revisions stay as they are."""

from collections.abc import Callable, Iterator

from django.utils import timezone

from articles.columns import keep_rendered
from articles.editing.recording import Occasion, make_side_change, ordered_transaction, record_changes
from articles.models import ITEM_MODELS, Change, Item
from articles.rendering import RENDERER_VERSION, TooCostlyError, render_markdown
from articles.snapshots import Columns

BATCH = 50


def rerender_all(*, report: Callable[[str], None]) -> int:
    """How many items an older renderer had made and this one has made anew; safe to stop and run again."""
    done = 0
    for model in ITEM_MODELS.values():
        for batch in outdated(model):
            rendered = [item for item in batch if render_item(item, report=report)]
            write_rendered(model, rendered)
            done += len(rendered)
            report(f"{done} items rendered anew")
    return done


def count_outdated() -> int:
    """How many items an older renderer made; one query for each type."""
    models = ITEM_MODELS.values()
    return sum(model._default_manager.exclude(rendered_with=RENDERER_VERSION).count() for model in models)


def outdated(model: type[Item]) -> Iterator[list[Item]]:
    """The items that an older renderer made, in groups and in the order of their ids; those left as they are once only."""
    rows = model._default_manager.exclude(rendered_with=RENDERER_VERSION).order_by("id")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(id__gt=batch[-1].pk)[:BATCH])


def render_item(item: Item, *, report: Callable[[str], None]) -> bool:
    """Whether it was rendered anew; a text from before there were limits keeps what it has, and that is told."""
    try:
        for name in item.markdown_fields:
            keep_rendered(item, name, render_markdown(getattr(item, name)))
    except TooCostlyError as error:
        report(f"{item._meta.verbose_name} {item.slug} stays as it was rendered before: {error.message}")
        return False
    item.rendered_with = RENDERER_VERSION
    return True


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


def rendered_columns(item: Item) -> Columns:
    names = ["rendered_with", *(f"{name}_html" for name in item.markdown_fields)]
    if "body" in item.markdown_fields:
        names += ["body_text", "headings", "reading_minutes"]
    return {name: getattr(item, name) for name in names}
