"""A list of articles that has a filter of every kind, in place of the portal's own: what a declaration does on each face."""

from dataclasses import replace
from typing import Any

import pytest

from articles.models import Article
from articles.reading.lists.filter_kinds import by_choice, by_range, by_time, by_words
from articles.reading.lists.filters import ARTICLES, LISTINGS, Listing

MORE = (
    by_choice("origin", "origin", [("syndicated", "from elsewhere"), ("own", "our own")]),
    *by_range("minutes", "minutes", "reading_minutes", low=0, high=600),
    *by_time("published", "published", "publish_at"),
    by_words(Article),
)
WIDE = replace(ARTICLES, filters=(*ARTICLES.filters, *MORE))


@pytest.fixture
def wide_list(monkeypatch: Any) -> Listing:
    monkeypatch.setitem(LISTINGS, "article", WIDE)
    return WIDE
