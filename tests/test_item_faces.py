"""Page, Markdown and API detail of an item are functions of what was loaded of it, and that one of a snapshot and of names."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from api.absolute_urls import Addresses
from api.details import extent_of, item_detail
from api.views.items import VIEWSETS
from articles.media.shown_pictures import picture_url
from articles.models import (
    ITEM_MODELS,
    Article,
    Category,
    Item,
    Picture,
    Revision,
    Section,
    SkillGroup,
    Source,
    User,
)
from articles.reading.items.from_snapshot import Standing, show_snapshot
from articles.reading.items.holdings import Extent, Holdings, StoredHoldings
from articles.reading.items.links import NamedItem
from articles.reading.items.names import Names, StoredNames
from articles.reading.items.shown import DOCUMENT, PAGE, ShownItem, item_rows, load_shown
from articles.rendering import PictureTarget, Reference
from articles.snapshots import Snapshot
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


def more(name: str, **own: Any) -> dict[str, Any]:
    """What every item may have, with codes of its own."""
    return {
        "slug": "main", "summary": f"About {name}.", "public_note": "Came out.",
        "resources": [{"kind": "docs", "title": f"Guide {one}", "url": f"https://example.org/{one}", "language": "en"} for one in "ba"],
        "external_ids": [{"scheme": scheme, "code": f"{name}-{code}"} for scheme, code in (("esco", "b"), ("esco", "a"), ("import:x", "c"))],
        **own,
    }  # fmt: skip


def make_others() -> dict[str, list[Item]]:
    """Of three types: two that readers see and one that they do not; and a skill that they see tomorrow."""
    makers: dict[str, Callable[..., Item]] = {
        "skill": new.make_skill,
        "tool": new.make_tool,
        "article": new.make_article,
    }
    found = {
        kind: [
            make(slug=slug, status=status, **{ITEM_MODELS[kind].name_field: f"{slug.title()} {kind}"})
            for slug, status in (("seen", "published"), ("unseen", "draft"), ("seen-too", "published"))
        ]
        for kind, make in makers.items()
    }
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    found["skill"].append(new.make_skill(slug="later", name="Later skill", publish_at=tomorrow))
    return found


def make_world() -> dict[str, Item]:
    """The item "main" of each type, each with all that its type may have, among visible and hidden others."""
    picture, others = new.make_picture(), make_others()
    skills, tools = others["skill"], others["tool"]
    aliases = {"aliases": [{"name": "Zeta", "language": "de"}, {"name": "alpha", "language": ""}]}
    named = "".join(f"[[{kind}:{one.slug}]] " for kind, found in others.items() for one in found)
    text = (
        f"## First\n\n{named}![](picture:{picture.pk})\n\n## Second\n\n![drawn](diagram:agent-loop)\n\n```py\n1\n```\n"
    )
    tool = new.make_tool(
        description=text, categories=[new.make_category(), new.make_category()], homepage="https://example.org", vendor="V",
        **more("tool"), **aliases,
    )  # fmt: skip
    skill = new.make_skill(
        description=text, group=new.make_group(), broader=skills[0], prerequisites=skills, tools=[*tools, tool],
        **more("skill"), **aliases,
    )  # fmt: skip
    new.make_skill(broader=skill, prerequisites=[skill])
    links: dict[str, Any] = {"skills": [*skills, skill], "tools": [*tools, tool]}
    parent = new.make_industry()
    industry = new.make_industry(description=text, ai_use=text, parent=parent, **links, **more("industry"))
    job = new.make_occupation(description=text, **links, **more("occupation"), **aliases)
    for other in (industry, new.make_industry(parent=industry), new.make_industry(status="draft")):
        new.make_figure(industry=other, occupation=job)
    article = make_main_article(text, picture, others["article"], {**links, "industries": [industry, parent]})
    ids = {
        "skills": [str(one.pk) for one in links["skills"]],
        "articles": [str(one.pk) for one in (*others["article"], article)],
    }
    steps = [
        {"title": f"Step {hours}", "note": "A.\n\nB.", "hours": hours, "is_required": hours > 1, **ids}
        for hours in (2, 1)
    ]
    path = new.make_path(description=text, steps=steps, **more("path"))
    return {one.item_type: one for one in (article, skill, tool, industry, job, path)}


def make_main_article(text: str, picture: Picture, others: list[Item], links: dict[str, Any]) -> Article:
    """Between two of its section, with a translation; one of the others is related either way."""
    authors = [new.make_user("z", public_name="Zoe"), new.make_user("a", public_name="Ann"), new.make_user("n")]
    before, own, after = (datetime(2026, 1, day, tzinfo=UTC).isoformat() for day in (1, 2, 3))
    links = {**links, "section": new.make_section()}
    article = new.make_article(
        title="Main", body=text, cover=picture, authors=authors, origin="syndicated",
        source=new.make_source(url="https://example.org"), related=others, publish_at=own, **links, **more("article"),
    )  # fmt: skip
    for date in (before, after):
        new.make_article(related=[article], publish_at=date, **links)
    new.change(others[0], related=[article])
    new.make_article(language="de", translation_group=str(article.translation_group))
    return article


@pytest.fixture
def main() -> dict[str, Item]:
    return make_world()


def newest(item: Item) -> tuple[Snapshot, Standing]:
    revision = Revision.objects.filter(item_type=item.item_type, item_id=item.pk).order_by("-version")[0]
    standing = Standing(item.pk, item.version, item.created_at, item.updated_at, item.first_published_at)
    return revision.snapshot, standing


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


class RememberedNames:
    """All names of the world in memory, with who may see them when: answers without a query."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.rows = {Reference(one.item_type, str(one.pk)): one for model in ITEM_MODELS.values() for one in model._default_manager.all()}  # fmt: skip
        self.others: dict[str, Any] = {str(row.pk): row for model in (Section, SkillGroup, Category, Source, Picture) for row in model._default_manager.all()}  # fmt: skip
        self.people = {str(user.pk): user.public_name for user in User.objects.all()}

    def items(self, wanted: Collection[Reference]) -> dict[Reference, NamedItem]:
        found = {one: self.rows[one] for one in wanted if one in self.rows and self.rows[one].is_published(self.at)}
        return {one: named(row) for one, row in found.items()}

    def pictures(self, ids: Collection[str]) -> dict[str, PictureTarget]:
        shown = {pk: self.others[pk] for pk in ids}
        return {pk: PictureTarget(picture_url(one), one.width, one.height, one.alt) for pk, one in shown.items()}

    def records(self, _model: type[Any], ids: Collection[str]) -> dict[str, Any]:
        return {pk: self.others[pk] for pk in ids}

    def authors(self, ids: Collection[str]) -> list[str]:
        return sorted(self.people[pk] for pk in ids if self.people[pk])


def named(row: Any) -> NamedItem:
    language = getattr(row, "language", "")
    return NamedItem(row.item_type, row.pk, row.slug, row.display_name, language, row.sort_key, row.publish_at)


class Kept:
    """What others say of an item, asked once and then said again."""

    def __init__(self, item: Item, at: datetime, said: dict[str, Any]) -> None:
        self.asked, self.said = StoredHoldings(item, at), said

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def answer(*given: Any, **options: Any) -> Any:
            if name not in self.said:
                self.said[name] = getattr(self.asked, name)(*given, **options)
            return self.said[name]

        return answer


@pytest.mark.parametrize("days", [0, 2], ids=["now", "later"])
def test_faces_of_the_newest_snapshot_are_those_of_the_columns(main: dict[str, Item], days: int) -> None:
    """Made of the snapshot, of names in memory, of an instant, and of what others were once heard to say of the item."""
    at = timezone.now() + timedelta(days=days)
    names: Names = RememberedNames(at)
    for item in main.values():
        snapshot, standing = newest(item)
        for name, face in FACES.items():
            extent = face.extent(item.item_type)
            said: dict[str, Any] = {}
            expected = face.write(stored(item, at, extent))
            heard: Callable[[Item], Holdings] = partial(Kept, at=at, said=said)
            show_snapshot(snapshot, standing, names, extent, others=heard)
            with no_content_queries():
                shown = show_snapshot(snapshot, standing, names, extent, others=heard)
                assert face.write(shown) == expected, (item.item_type, name)
            if name != "short page":
                assert (b"Later skill" in expected) is (days > 0), (item.item_type, name)


def test_names_of_the_tables_are_those_in_memory(main: dict[str, Item]) -> None:
    at = timezone.now()
    for item in main.values():
        shown, same = (show_snapshot(*newest(item), names, PAGE) for names in (StoredNames(at), RememberedNames(at)))
        assert page(shown) == page(same)


def test_columns_that_are_stored_change_nothing_of_what_a_snapshot_shows(main: dict[str, Item]) -> None:
    """Spoilt columns are not read on the way."""
    at, article = timezone.now(), main["article"]
    snapshot, standing = newest(article)
    before = page(show_snapshot(snapshot, standing, StoredNames(at), PAGE))
    Article.objects.filter(pk=article.pk).update(
        title="Spoilt", body_html="<p>Spoilt</p>", headings=[], reading_minutes=99
    )
    assert page(show_snapshot(snapshot, standing, StoredNames(at), PAGE)) == before
    assert b"Spoilt" in page(stored(article, at, PAGE))
