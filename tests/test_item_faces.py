"""Page, Markdown and API detail of an item are functions of what was loaded of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from api.absolute_urls import Addresses
from api.details import extent_of, item_detail
from api.views.items import VIEWSETS
from articles.models import ITEM_MODELS, Item
from articles.reading.items.holdings import Extent
from articles.reading.items.shown import DOCUMENT, PAGE, ShownItem, item_rows, load_shown
from portal.documents import write_document
from portal.views.details import item_page
from tests import factories as new

pytestmark = pytest.mark.django_db

REQUEST = RequestFactory().get("/", headers={"host": "localhost"})


def page(shown: ShownItem[Any, Any]) -> bytes:
    return item_page(REQUEST, shown).content


def document(shown: ShownItem[Any, Any]) -> bytes:
    return write_document(shown).encode()


def detail(shown: ShownItem[Any, Any]) -> bytes:
    answer: bytes = JSONRenderer().render(item_detail(shown, serializer_of(shown.item.item_type), Addresses(REQUEST)))
    return answer


def serializer_of(item_type: str) -> Any:
    return VIEWSETS[item_type].item_serializer


@dataclass(frozen=True)
class Face:
    extent: Callable[[str], Extent]
    write: Callable[[ShownItem[Any, Any]], bytes]


FACES = {
    "page": Face(lambda _type: PAGE, page),
    "short page": Face(lambda _type: replace(PAGE, limit=1), page),
    "document": Face(lambda _type: DOCUMENT, document),
    "detail": Face(lambda item_type: extent_of(serializer_of(item_type)().fields.keys()), detail),
}


def make_world() -> dict[str, Item]:
    """The item "main" of each type, each with all that its type may have, among visible and hidden others."""
    picture, section, group = new.make_picture(), new.make_section(), new.make_group()
    attached: dict[str, Any] = {
        "resources": [{"kind": "docs", "title": f"Guide {one}", "url": f"https://example.org/{one}", "language": "en"} for one in "ba"],
        "external_ids": [{"scheme": "esco", "code": "b"}, {"scheme": "esco", "code": "a"}, {"scheme": "import:x", "code": "c"}],
        "public_note": "Came out.",
    }  # fmt: skip

    def more(name: str, **own: Any) -> dict[str, Any]:
        codes = [{**row, "code": f"{name}-{row['code']}"} for row in attached["external_ids"]]
        return {"slug": "main", "summary": f"About {name}.", **attached, "external_ids": codes, **own}

    aliases = {"aliases": [{"name": "Zeta", "language": "de"}, {"name": "alpha", "language": ""}]}
    texts = "".join(f"[[{kind}:{slug}]] " for kind in ("skill", "tool", "article") for slug in ("seen", "unseen"))
    text = (
        f"## First\n\n{texts}![](picture:{picture.pk})\n\n## Second\n\n![drawn](diagram:agent-loop)\n\n```py\n1\n```\n"
    )
    around = {
        (kind, slug): make(slug=slug, status=status, **{ITEM_MODELS[kind].name_field: f"{slug.title()} {kind}"})
        for kind, make in (("skill", new.make_skill), ("tool", new.make_tool), ("article", new.make_article))
        for slug, status in (("seen", "published"), ("unseen", "draft"), ("seen-too", "published"))
    }
    skills, tools, articles = ([one for (kind, _slug), one in around.items() if kind == name] for name in ("skill", "tool", "article"))  # fmt: skip
    tool = new.make_tool(description=text, categories=[new.make_category(), new.make_category()], homepage="https://example.org", vendor="V", **more("tool"), **aliases)  # fmt: skip
    skill = new.make_skill(description=text, group=group, broader=skills[0], prerequisites=skills, tools=[*tools, tool], **more("skill"), **aliases)  # fmt: skip
    parent = new.make_industry()
    links: dict[str, Any] = {"skills": [*skills, skill], "tools": [*tools, tool]}
    industry = new.make_industry(description=text, ai_use=text, parent=parent, **links, **more("industry"))
    job = new.make_occupation(description=text, **links, **more("occupation"), **aliases)
    for other in (industry, new.make_industry(parent=industry), new.make_industry(status="draft")):
        new.make_figure(industry=other, occupation=job)
    links |= {"industries": [industry, parent], "section": section}
    authors = [new.make_user("z", public_name="Zoe"), new.make_user("a", public_name="Ann"), new.make_user("n")]
    dates = [datetime(2026, 1, day, tzinfo=UTC).isoformat() for day in (1, 2, 3)]
    article = new.make_article(
        title="Main", body=text, cover=picture, authors=authors, origin="syndicated", source=new.make_source(url="https://example.org"),
        related=articles, publish_at=dates[1], **links, **more("article"),
    )  # fmt: skip
    for date in (dates[0], dates[2]):
        new.make_article(related=[article], publish_at=date, **links)
    new.make_article(language="de", translation_group=str(article.translation_group))
    new.make_skill(broader=skill, prerequisites=[skill])
    ids = {
        "skills": [str(one.pk) for one in (*skills, skill)],
        "articles": [str(one.pk) for one in (*articles, article)],
    }
    steps = [{"title": f"Step {hours}", "note": "Now.\n\nThen.", "hours": hours, "is_required": hours > 1, **ids} for hours in (2, 1)]  # fmt: skip
    path = new.make_path(description=text, steps=steps, **more("path"))
    return {one.item_type: one for one in (article, skill, tool, industry, job, path)}


@pytest.fixture
def main() -> dict[str, Item]:
    return make_world()


@contextmanager
def no_content_queries() -> Iterator[None]:
    """Whoever asks the database fails, but for the announcement that stands above every page."""

    def refuse(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        assert "articles_announcement" in sql, sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def stored(item: Item, at: datetime, extent: Extent) -> ShownItem[Any, Any]:
    return load_shown(item_rows(type(item), extent).get(pk=item.pk), at, extent)


def test_faces_are_made_of_what_was_loaded_without_a_query(main: dict[str, Item]) -> None:
    assert set(main) == set(ITEM_MODELS)
    at = timezone.now()
    for item in main.values():
        for name, face in FACES.items():
            shown = stored(item, at, face.extent(item.item_type))
            with no_content_queries():
                written = face.write(shown)
            assert b"Unseen" not in written, (item.item_type, name)
            assert b"Seen skill" in written, (item.item_type, name)
