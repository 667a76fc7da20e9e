"""A learning path with all its texts as one Markdown document, for reading elsewhere."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, LearningPath
from articles.reading.items.bylines import author_names
from articles.reading.items.links import NamedItem
from articles.reading.items.path_texts import MAX_CHARACTERS, MAX_TEXTS, PathTexts, Text
from articles.reading.items.shown import ShownItem
from articles.reading.items.steps import ShownStep
from articles.reading.texts import item_url
from articles.rendering import embed_markdown, escape_markdown
from portal.absolute_urls import site_url
from portal.documents import (
    Blocks,
    byline_facts,
    common_facts,
    fact_list,
    head_blocks,
    join_blocks,
    named_link,
    source_blocks,
    step_head,
)
from portal.templatetags.site import plain_number

PATH_LEVEL, STEP_LEVEL, TEXT_LEVEL = 1, 2, 3


def write_whole_path(
    path: LearningPath, steps: Sequence[ShownStep], texts: PathTexts, sources: Mapping[UUID, str]
) -> str:
    """steps: as the path's page shows them. sources: the text of the path and of each of `texts`, fit for elsewhere."""
    named = [one.id for shown in steps for one in (*shown.articles, *shown.skills)]
    items = [texts.items[pk] for pk in dict.fromkeys(named) if pk in texts.items]
    return join_blocks(_blocks(path, steps, texts, embed_texts(path, items, sources)))


def embed_texts(path: LearningPath, items: Sequence[Text], sources: Mapping[UUID, str]) -> dict[UUID, str]:
    """The texts as parts of the document, by the id of their item; kept from one request to the next until they change."""
    levels = [PATH_LEVEL, *[TEXT_LEVEL] * len(items)]
    wanted = [
        (item.pk, sources[item.pk], below, f"t{number}-", site_url(item_url(item.item_type, item.slug)))
        for number, (item, below) in enumerate(zip([path, *items], levels, strict=True))
    ]
    name = f"whole-path:{path.pk}"
    kept: dict[UUID, tuple[bytes, str]] = cache.get(name, {})
    made = {}
    for pk, source, below, prefix, page_url in wanted:
        stamp = hashlib.sha256(repr((source, below, prefix, page_url)).encode()).digest()
        text = kept[pk][1] if pk in kept and kept[pk][0] == stamp else None
        made[pk] = (stamp, text or embed_markdown(source, below=below, prefix=prefix, page_url=page_url))
    if made != kept:
        cache.set(name, made, timeout=None)
    return {pk: text for pk, (_stamp, text) in made.items()}


def _blocks(path: LearningPath, steps: Sequence[ShownStep], texts: PathTexts, embedded: Mapping[UUID, str]) -> Blocks:
    yield from head_blocks(ShownItem(path))
    yield _note_of_left_out(len(texts.left_out))
    yield embedded[path.pk]
    printed: dict[UUID, int] = {}
    for number, shown in enumerate(steps, start=1):
        yield from step_head(number, shown.step, level=STEP_LEVEL)
        named = [*shown.articles, *shown.skills]
        yield "\n".join(_pointers(named, texts, printed))
        for one in named:
            if one.id in texts.items and one.id not in printed:
                printed[one.id] = number
                yield from _text_blocks(texts.items[one.id], embedded[one.id])


def _note_of_left_out(count: int) -> str:
    if not count:
        return ""
    limits = {"count": count, "characters": plain_number(MAX_CHARACTERS), "texts": plain_number(MAX_TEXTS)}
    left_out = ngettext(
        "Left out: %(count)d text, named in its step with the address to read it at.",
        "Left out: %(count)d texts, each named in its step with the address to read it at.",
        count,
    )
    return f"{left_out} {_('This file holds at most %(texts)s texts with %(characters)s characters.')}" % limits


def _pointers(named: list[NamedItem], texts: PathTexts, printed: Mapping[UUID, int]) -> Iterator[str]:
    """Where those texts of a step are that do not stand in it."""
    left_out = {one.id for one in texts.left_out}
    for one in named:
        if one.id in printed:
            yield f"- {named_link(one.url, one.name)} ({_('see step %(number)d') % {'number': printed[one.id]}})"
        elif one.id in left_out:
            yield f"- {named_link(one.url, one.name)} ({_('left out here')})"


def _text_blocks(item: Text, text: str) -> Blocks:
    facts = [*common_facts(ShownItem(item))]
    if isinstance(item, Article):
        facts += byline_facts(item, author_names(item))
    yield f"{'#' * TEXT_LEVEL} {escape_markdown(item.display_name)}"
    yield escape_markdown(item.summary)
    yield fact_list(facts)
    yield text
    yield from source_blocks(ShownItem(item), level=TEXT_LEVEL + 1)
