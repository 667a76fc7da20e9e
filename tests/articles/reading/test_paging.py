"""Keyset pages: every row once, in order, both ways, whatever is inserted meanwhile."""

from datetime import UTC, datetime
from itertools import chain

import pytest
from django.utils import timezone

from articles.models import Article, Skill
from articles.reading.lists.filters import LISTINGS
from articles.reading.lists.paging import BadCursor, Cursor, Ordering, read_page
from tests.factories import make_article, make_skill

pytestmark = pytest.mark.django_db

ORDERINGS = LISTINGS["article"].orderings


def walk(ordering: Ordering, size: int) -> list[list[str]]:
    pages, cursor = [], ""
    while True:
        page = read_page(Article.objects.published(), ordering, cursor, size)
        pages.append([row.title for row in page.rows])
        if page.next is None:
            return pages
        cursor = page.next


def walk_back(ordering: Ordering, size: int) -> list[list[str]]:
    page = read_page(Article.objects.published(), ordering, "", size)
    while page.next:
        page = read_page(Article.objects.published(), ordering, page.next, size)
    pages = [[row.title for row in page.rows]]
    while page.previous:
        page = read_page(Article.objects.published(), ordering, page.previous, size)
        pages.insert(0, [row.title for row in page.rows])
    return pages


def make_ties() -> None:
    for number in range(7):
        make_article(title=f"Tie {number % 2}", publish_at=f"2026-01-0{number % 3 + 1}T00:00:00Z")


@pytest.mark.parametrize("ordering", ORDERINGS, ids=lambda ordering: ordering.name)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10])
def test_pages_hold_every_row_once_and_in_order(ordering, size) -> None:
    make_ties()
    sign = "-" if ordering.is_descending else ""
    rows = Article.objects.order_by(f"{sign}{ordering.column}", f"{sign}id")
    assert list(chain(*walk(ordering, size))) == [row.title for row in rows]
    assert list(chain(*walk_back(ordering, size))) == [row.title for row in rows]


def test_row_inserted_before_the_place_does_not_shift_the_next_page() -> None:
    for letter in "BCDE":
        make_skill(name=letter)
    [by_name, *_rest] = LISTINGS["skill"].orderings
    page = read_page(Skill.objects.published(), by_name, "", 2)
    make_skill(name="A")
    following = read_page(Skill.objects.published(), by_name, page.next or "", 2)
    assert [row.name for row in following.rows] == ["D", "E"]
    assert following.next is None


def test_first_page_has_no_previous_and_an_empty_list_has_neither() -> None:
    page = read_page(Skill.objects.published(), LISTINGS["skill"].orderings[0], "", 2)
    assert (page.rows, page.next, page.previous) == ([], None, None)


def test_names_sort_the_same_on_every_database() -> None:
    for name in ["zeta", "Écoute", "eager", "_under", "Zebra", "éclair", "10 tools", "9 tools", "ß"]:
        make_skill(name=name)
    page = read_page(Skill.objects.published(), LISTINGS["skill"].orderings[0], "", 20)
    assert [row.name for row in page.rows] == [
        "10 tools", "9 tools", "_under", "eager", "éclair", "Écoute", "ß", "Zebra", "zeta",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["x", "!!!", "a" * 3000, "W10", "bnVsbA", "WyJuYW1lIiwxLDIsM10", "\x00", "é"])
def test_cursor_of_another_making_is_refused(text) -> None:
    with pytest.raises(BadCursor):
        read_page(Skill.objects.published(), LISTINGS["skill"].orderings[0], text, 2)


def test_cursor_of_another_ordering_is_refused() -> None:
    skill = make_skill()
    cursor = str(Cursor("-name", skill.sort_key, skill.pk))
    with pytest.raises(BadCursor):
        read_page(Skill.objects.published(), LISTINGS["skill"].orderings[0], cursor, 2)


def test_list_of_a_hidden_skill_cannot_be_had_by_filtering() -> None:
    hidden, shown = make_skill(status="draft"), make_skill()
    make_article(title="Both", skills=[hidden, shown])
    listing = LISTINGS["article"]
    rows = [list(listing.rows({"skills": [skill.slug]}, timezone.now())) for skill in (hidden, shown)]
    assert [[row.title for row in found] for found in rows] == [[], ["Both"]]


def test_values_of_one_filter_widen_and_filters_narrow() -> None:
    first, second = make_skill(), make_skill()
    make_article(title="One", skills=[first], language="de")
    make_article(title="Two", skills=[second])
    make_article(title="None")
    listing, at = LISTINGS["article"], datetime.now(UTC)
    wide = listing.rows({"skills": [first.slug, second.slug]}, at)
    narrow = listing.rows({"skills": [first.slug, second.slug], "language": ["de"]}, at)
    assert {row.title for row in wide} == {"One", "Two"}
    assert {row.title for row in narrow} == {"One"}
