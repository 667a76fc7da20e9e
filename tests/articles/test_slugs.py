"""Slugs are ASCII, stable and never empty."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models.item import validate_slug
from articles.slugs import is_reserved, slug_candidates, slugify
from tests.factories import make_article

ITEM_ID = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Machine learning", "machine-learning"),
        ("  C++ & C#  ", "c-c"),
        ("Don't panic", "dont-panic"),
        ("Größe", "grosse"),
        ("Введение", "vvedenie"),
        ("機械学習", "jixiexuexi"),
        ("مقدمة", "mqdmh"),
        ("—", ""),
    ],
)
def test_slug_of_a_name(name, slug) -> None:
    assert slugify(name).replace("-", "") == slug.replace("-", "")


@given(st.text(max_size=300), st.sampled_from(["", "en", "pt-BR"]))
def test_every_name_has_a_valid_slug(name, language) -> None:
    for slug in slug_candidates(name, ITEM_ID, "article", language):
        validate_slug(slug)
        assert len(slug) <= 120


def test_page_names_and_ids_are_reserved() -> None:
    assert is_reserved("compare") and is_reserved(str(ITEM_ID)) and not is_reserved("comparison")


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Compare", "feed", "Search!", str(ITEM_ID)])
def test_address_of_a_page_is_never_given_to_an_item(title) -> None:
    article, again = make_article(title=title), make_article(title=f"{title}ed")

    assert article.slug.startswith(slugify(title)) and article.slug != slugify(title)
    assert again.slug == slugify(f"{title}ed")
