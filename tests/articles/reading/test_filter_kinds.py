"""Each kind of filter: which rows it lets through, what it takes for a value, and what it offers with which counts."""

from collections.abc import Sequence

import pytest
from django.utils import timezone

from articles.models import Skill, Tool
from articles.reading.lists.facet_counts import load_choices
from articles.reading.lists.filter_kinds import by_column, by_words
from articles.reading.lists.filters import LISTINGS, Listing
from tests.every_filter import MORE, WIDE
from tests.factories import change, make_article, make_skill, make_source, make_tool

pytestmark = pytest.mark.django_db

KINDS = {one.name: one.kind for one in MORE}
LONG, SHORT = "word " * 2_000, "word " * 100


def titles(**chosen: str | Sequence[str]) -> list[str]:
    values = {name: [value] if isinstance(value, str) else value for name, value in chosen.items()}
    return sorted(row.title for row in WIDE.rows(values, timezone.now()))


@pytest.fixture
def three_articles() -> None:
    make_article(title="Ärger mit Daten", body=SHORT, publish_at="2026-01-05T00:00:00Z")
    make_article(title="Data at rest", body=LONG, publish_at="2026-01-06T23:59:59Z")
    make_article(
        title="Elsewhere", body=SHORT, publish_at="2026-01-07T00:00:00Z", origin="syndicated", source=make_source()
    )


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"minutes_min": "10"}, ["Data at rest"]),
        ({"minutes_max": "10"}, ["Data at rest", "Elsewhere", "Ärger mit Daten"]),
        ({"minutes_max": "9"}, ["Elsewhere", "Ärger mit Daten"]),
        ({"minutes_min": "2", "minutes_max": "9"}, []),
        ({"published_after": "2026-01-06"}, ["Data at rest", "Elsewhere"]),
        ({"published_after": "2026-01-05", "published_before": "2026-01-07"}, ["Data at rest", "Ärger mit Daten"]),
        ({"published_before": "2026-01-07T01:00:01+01:00"}, ["Data at rest", "Elsewhere", "Ärger mit Daten"]),
        ({"published_before": "2026-01-07T01:00:00+01:00"}, ["Data at rest", "Ärger mit Daten"]),
        ({"origin": "syndicated"}, ["Elsewhere"]),
        ({"origin": ["syndicated", "own"], "minutes_min": "10"}, ["Data at rest"]),
        ({"q": "DAT"}, ["Data at rest", "Ärger mit Daten"]),
        ({"q": "daten ÄRGER"}, ["Ärger mit Daten"]),
    ],
    ids=str,
)
def test_filter_lets_through(three_articles, chosen, found) -> None:
    assert titles(**chosen) == found


BAD_VALUES = {
    "minutes_min": ["-1", "601", "1e2", "1.5", "٥", "5\n", "1_0", "9" * 5_000, "ten"],
    "published_after": ["2026-02-30", "2026-01", "0000-01-01", "2026-01-05T00:00:00", "2026-01-05T00:00:00 01:00", "yesterday",
                        "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "x" * 5_000,
                        "2026-W05-6T08:00Z", "20260131T080000Z", "2026-01-31x08:00:00Z", "2026-01-31T08:00:00+00:00:01.5"],
    "origin": ["Own", "own,syndicated", "other"],
    "q": ["\u200b", "x" * 201],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD_VALUES.items() for text in texts])
def test_bad_value_is_not_understood_and_matches_nothing(three_articles, name, text) -> None:
    assert not KINDS[name].understands(text)
    assert titles(**{name: text}) == []
    choices = load_choices(WIDE, {name: [text]}, timezone.now())
    assert (choices.total, choices.without) == (0, {name: 3})


def test_bad_value_beside_a_good_one_widens_nothing(three_articles) -> None:
    assert titles(origin=["other", "syndicated"]) == ["Elsewhere"]


@pytest.mark.parametrize("text", ["2026-01-05", "9999-12-31", "0001-01-01", "2026-01-05T00:00:00.5Z"])
def test_extreme_time_is_no_fault(three_articles, text) -> None:
    titles(published_after=text, published_before=text)


@pytest.mark.parametrize(
    ("text", "shown_in"), [("", "date"), ("2026-01-05", "date"), ("2026-02-31", "text"), ("2026-01-05T00:00Z", "text")]
)
def test_time_is_written_in_a_field_that_can_show_it(text, shown_in) -> None:
    """A field for dates is empty where there is no such day."""
    assert KINDS["published_after"].attributes(text)["type"] == shown_in


def test_blank_column_is_no_choice() -> None:
    for licence in ("", "MIT"):
        make_tool(licence=licence)
    choices = load_choices(Listing(Tool, (by_column("licence", "licence"),), ()), {}, timezone.now())
    assert [(one.value, one.count) for one in choices.offered["licence"]] == [("MIT", 1)]


def test_known_choices_have_labels_and_stand_in_their_order_with_counts(
    three_articles, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):  # the language, too, needs no names
        choices = load_choices(WIDE, {}, timezone.now())
    assert [(one.value, one.label, one.count) for one in choices.offered["origin"]] == [
        ("syndicated", "from elsewhere", 1),
        ("own", "our own", 2),
    ]
    chosen = load_choices(WIDE, {"minutes_min": ["10"], "origin": ["syndicated"]}, timezone.now())
    assert [(one.value, one.count) for one in chosen.offered["origin"]] == [("syndicated", 0), ("own", 1)]
    assert (chosen.total, chosen.without) == (0, {"minutes_min": 1, "origin": 1})


def test_what_readers_write_themselves_is_not_offered(three_articles) -> None:
    assert set(load_choices(WIDE, {}, timezone.now()).offered) == {
        "skills", "tools", "industries", "section", "language", "origin",
    }  # fmt: skip


def test_words_find_by_alias_and_no_hidden_row() -> None:
    change(make_skill(name="Kubernetes"), aliases=[{"name": "k8s"}])
    make_skill(name="K8s for beginners", status="draft")
    rows = Skill.objects.published().filter(by_words(Skill).narrow(["K8S"], timezone.now()))
    assert [row.name for row in rows] == ["Kubernetes"]


def test_list_knows_its_filters_by_name() -> None:
    assert LISTINGS["article"].filter("skills").label == "skill"
    with pytest.raises(KeyError):
        LISTINGS["article"].filter("q")
