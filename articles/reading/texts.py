"""Makes stored HTML ready for readers: names, addresses and pictures are looked up now, with the visibility rule."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from articles.media.diagrams import find_diagrams
from articles.media.shown_pictures import picture_url, visible_pictures
from articles.models import ITEM_MODELS, Picture
from articles.rendering import (
    LinkTarget,
    PictureTarget,
    Reference,
    Targets,
    fill_references,
    html_diagrams,
    html_references,
    portable_markdown,
    written_diagrams,
    written_pictures,
    written_references,
)

MAX_LINKS = 10_000  # SQLite limits the variables of one query


def item_url(item_type: str, slug: str) -> str:
    return reverse(item_type, args=[slug])


@dataclass(frozen=True, slots=True)
class Mentions:
    """What texts refer to: items, ids of pictures, names of drawings."""

    items: frozenset[Reference] = frozenset()
    pictures: frozenset[str] = frozenset()
    diagrams: frozenset[str] = frozenset()


def fill_texts(texts: Sequence[str], at: datetime | None = None) -> list[str]:
    """The texts with their links and pictures filled in: one query for all links, and at most two for pictures.

    What readers may not see leaves no trace but the label that the writer gave it.
    """
    targets = load_targets(html_mentions(texts), at or timezone.now())
    return [fill_references(text, targets.links, targets.pictures, targets.diagrams) for text in texts]


def portable_texts(
    sources: Sequence[str], absolute: Sequence[Callable[[str], str]], at: datetime | None = None
) -> list[str]:
    """Markdown texts for readers elsewhere, with the same queries and the same discretion as `fill_texts`.

    absolute: for each text, what makes a whole address from one that holds on the text's page only.
    """
    targets = load_targets(written_mentions(sources), at or timezone.now())
    return [portable_markdown(source, targets, whole) for source, whole in zip(sources, absolute, strict=True)]


def html_mentions(texts: Iterable[str]) -> Mentions:
    found = [(*html_references(text), html_diagrams(text)) for text in texts]
    return Mentions(*(frozenset().union(*part) for part in zip(*found, strict=True)))


def written_mentions(sources: Iterable[str]) -> Mentions:
    """Wherever in the Markdown they stand, in code too."""
    found = [(written_references(text), written_pictures(text), written_diagrams(text)) for text in sources]
    return Mentions(*(frozenset().union(*part) for part in zip(*found, strict=True)))


def load_targets(mentions: Mentions, at: datetime) -> Targets:
    return Targets(
        load_links(mentions.items, at), load_pictures(mentions.pictures, at), find_diagrams(mentions.diagrams)
    )


def load_links(references: Iterable[Reference], at: datetime) -> dict[Reference, LinkTarget]:
    """The targets of those references that readers may see. Past `MAX_LINKS` in one page, links stay labels."""
    ids: dict[str, list[str]] = defaultdict(list)
    for reference in islice(references, MAX_LINKS):
        if reference.type in ITEM_MODELS:
            ids[reference.type].append(reference.id)
    parts = [named_rows(item_type, wanted, at) for item_type, wanted in ids.items()]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True)
    return {
        Reference(item_type, str(pk)): LinkTarget(url=item_url(item_type, slug), name=name)
        for item_type, pk, slug, name in rows
    }


def named_rows(item_type: str, ids: Sequence[str], at: datetime) -> QuerySet:
    model = ITEM_MODELS[item_type]
    visible = model._default_manager.published(at).filter(pk__in=ids)
    return visible.annotate(
        type_name=Value(item_type, output_field=CharField()), shown_name=F(model.name_field)
    ).values_list("type_name", "id", "slug", "shown_name")


def load_pictures(ids: Iterable[str], at: datetime) -> dict[str, PictureTarget]:
    wanted = list(ids)
    if not wanted:
        return {}
    pictures: Iterable[Picture] = visible_pictures(at).filter(pk__in=wanted)
    return {
        str(picture.pk): PictureTarget(picture_url(picture), picture.width, picture.height, picture.alt)
        for picture in pictures
    }
