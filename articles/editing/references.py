"""Looks up the items that texts name by slug."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from articles.editing.drafting import Draft, by_id, slug_references
from articles.models import ITEM_MODELS, Redirect
from articles.snapshots import Columns

type Slugs = dict[tuple[str, str], UUID]


def load_slugs(drafts: Sequence[Draft]) -> Slugs:
    """The ids of all items that the drafts' texts name by slug: stored ones, and those the batch brings with it."""
    slugs = stored_slugs(find_slugs(drafts))
    for draft in drafts:
        slug = given_fields(draft).get("slug")
        if isinstance(slug, str) and slug:
            slugs.setdefault((draft.model.item_type, slug), draft.id)
    return slugs


def stored_slugs(wanted: Mapping[str, set[str]]) -> Slugs:
    slugs: Slugs = {}
    for item_type, names in wanted.items():
        rows = ITEM_MODELS[item_type]._default_manager.filter(slug__in=names).values_list("slug", "id")
        earlier = Redirect.objects.filter(item_type=item_type, slug__in=names).values_list("slug", "item_id")
        slugs |= {(item_type, slug): pk for slug, pk in (*earlier, *rows)}
    return slugs


def resolve_text(name: str, source: str) -> str:
    """The Markdown of a record with its references by id; queries only where it has some. Raises ValidationError."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for item_type, slug in slug_references(source):
        wanted[item_type].add(slug)
    return by_id(name, source, stored_slugs(wanted))[0]


def find_slugs(drafts: Sequence[Draft]) -> dict[str, set[str]]:
    """By type, every slug that a draft's texts may name."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        for name in draft.model.markdown_fields:
            source = given_fields(draft).get(name)
            for item_type, slug in slug_references(source) if isinstance(source, str) else ():
                wanted[item_type].add(slug)
    return wanted


def given_fields(draft: Draft) -> Columns:
    """The fields of the snapshot as handed in, which may be anything yet."""
    fields = draft.edit.snapshot.get("fields") if isinstance(draft.edit.snapshot, dict) else None
    return fields if isinstance(fields, dict) else {}
