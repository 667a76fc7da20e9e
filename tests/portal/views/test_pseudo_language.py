"""Every text of the interface is marked for translation: in a pseudo-language, all that readers see stands in brackets.

The brackets are put on where Django looks texts up, so that templates, views and models all pass through it. Content that
editors write stands in other marks.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.html import Element
from django.utils import translation

from tests.factories import (
    change,
    make_announcement,
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)
from tests.portal.reading import attribute, names_of, page_names, page_of, walk

pytestmark = pytest.mark.django_db

LISTS = ["/articles/", "/skills/", "/tools/", "/industries/", "/occupations/", "/paths/"]
PAGES = [
    "/", "/about/", *LISTS, *(f"{one}main/" for one in LISTS), "/articles/?language=de&skills=«nothing»",
    "/articles/?ordering=name", "/map/", "/search/", "/search/?q=«skill»", "/tools/compare/?items=main",
    "/skills/compare/?items=main", "/nowhere/", "/articles/gone/", "/articles/held/",
]  # fmt: skip
# Read to readers: texts in these attributes.
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-done", "data-failed", "content")
# Meta elements whose content readers see; the others are for programs.
META = {"description", "og:title", "og:description"}
# Names that are the same in every language.
PROPER = ["AI Engineering Portal", "O*NET", "ESCO", "CC BY 4.0", "English", "Deutsch", "Markdown"]
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
CONTENT = re.compile(r"«[^«»]*»")
LETTERS = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture
def pseudo_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wraps what the lookups of Django's catalogue answer; arguments are filled in after that, within the brackets."""
    catalogue = translation._trans  # type: ignore[attr-defined]  # where all lookups meet, lazy ones too
    monkeypatch.setattr(catalogue, "gettext", lambda text: f"⟦{text}⟧" if text else text)
    monkeypatch.setattr(catalogue, "pgettext", lambda _context, text: f"⟦{text}⟧")
    monkeypatch.setattr(catalogue, "ngettext", lambda one, many, number: f"⟦{one if number == 1 else many}⟧")
    monkeypatch.setattr(catalogue, "npgettext", lambda _context, one, many, number: f"⟦{one if number == 1 else many}⟧")


def make_content() -> None:
    """One item of each type, with all that its page can show; each text in marks of its own."""
    picture = make_picture(alt="«alt»")
    common: dict[str, Any] = {"slug": "main", "summary": "«summary»", "public_note": "«note»"}
    common["resources"] = [{"title": "«resource»", "url": "https://r.example/", "kind": "course", "language": "de"}]
    alias = {"aliases": [{"name": "«alias»", "language": ""}]}
    tool = make_tool(
        name="«tool»", homepage="https://t.example/", licence="«licence»", categories=[make_category(name="«category»")],
        **common, **alias,
    )  # fmt: skip
    skill = make_skill(name="«skill»", group=make_group("«group»"), tools=[tool], **common, **alias)
    other = make_skill(name="«other»", prerequisites=[skill], broader=skill)
    industry = make_industry(name="«industry»", skills=[skill], tools=[tool], **common)
    job = make_occupation(name="«occupation»", skills=[skill, other], tools=[tool], **common, **alias)
    for year in (2023, 2024):
        make_figure(industry=industry, occupation=job, year=year, source="«figures»")
    section = make_section("«section»")
    links = {"skills": [skill], "tools": [tool], "industries": [industry], "section": section}
    article = make_article(
        title="«article»", body="## «one»\n\n«text»\n\n## «two»\n\n```\n«code»\n```\n", cover=picture,
        authors=[make_user(public_name="«author»")], origin="syndicated", is_featured=True,
        source=make_source(publisher="«press»", author="«writer»", title="«original»", licence="«free»",
                           published_on="2025-03-04", disclaimer="«disclaimer»"), **links, **common,
    )  # fmt: skip
    make_article(title="«german»", summary="«s»", language="de", translation_group=str(article.translation_group))
    make_article(title="«related»", summary="«s»", body="«t»", related=[article], **links)
    make_article(title="«further»", summary="«s»", body="«t»", **links)
    make_path(
        name="«path»", steps=[{"title": "«step»", "note": "«note»", "hours": 3, "skills": [str(skill.pk)],
                               "articles": [str(article.pk)]}], **common,
    )  # fmt: skip
    change(make_article(slug="gone"), status="archived")
    change(make_article(slug="held"), status="legal_hold")
    make_announcement("«news»", severity="warning")


def shown_texts(page: Element) -> Iterator[str]:
    """What readers see or hear, one text after the other."""
    for element in [page, *walk(page)]:
        if element.name in ("script", "style"):
            continue
        yield from (child for child in element.children if isinstance(child, str))
        if element.name == "meta" and not {attribute(element, "name"), attribute(element, "property")} & META:
            continue
        yield from (attribute(element, name) or "" for name in SPOKEN)


def bare_words(text: str) -> str:
    """What of a text is neither bracketed, nor content, nor a proper name, nor an address."""
    for pattern in (CONTENT, BRACKETED, CONTENT, BRACKETED):
        text = pattern.sub(" ", text)
    for name in PROPER:
        text = text.replace(name, " ")
    text = re.sub(r"https?://\S+|[\w.-]+\.example\S*", " ", text)
    return " ".join(LETTERS.findall(text))


@pytest.mark.usefixtures("pseudo_language")
def test_all_texts_of_the_interface_are_marked_for_translation(client: Client, settings: Any) -> None:
    settings.CONTACT = "editors@portal.example"
    make_content()
    told = []
    for address in PAGES:
        page = page_of(client.get(address))
        assert any("⟦" in text for text in shown_texts(page)), address
        told += [f"{address}: {bare}" for text in shown_texts(page) if (bare := bare_words(text))]
    assert told == []


def test_text_without_brackets_is_found() -> None:
    assert bare_words("⟦Written by «author»⟧ and more") == "and more"
    assert bare_words("⟦All 3⟧ · «name» AI Engineering Portal 2024") == ""


def test_every_type_of_page_is_tried() -> None:
    assert page_names() - names_of(PAGES) == set()
