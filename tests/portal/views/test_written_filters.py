"""Filters whose values readers write themselves, or choose from a few that are known beforehand."""

import pytest

from tests.every_filter import wide_list  # noqa: F401  (a fixture)
from tests.factories import make_article, make_source
from tests.portal.reading import attribute, find, page_of, rows_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wide_list")]


def chips_of(response) -> dict[str, str]:
    """Text to the address without it."""
    return {
        text_of(link).removesuffix(" × take away"): attribute(link, "href") or ""
        for chips in find(page_of(response), "ul", class_="chips")
        for link in find(chips, "a", class_="") if find(link, class_="chip-kind")
    }  # fmt: skip


def fields_of(response) -> dict[str, dict[str, str | None]]:
    """The attributes of the fields to write in, by the text of their labels."""
    [form] = find(page_of(response), "form", class_="filters")
    inputs = {attribute(one, "id"): one for one in find(form, "input") if attribute(one, "type") != "checkbox"}
    found = {}
    for label in find(form, "label"):
        if (one := inputs.get(attribute(label, "for") or "")) is not None:
            found[text_of(label)] = {key: attribute(one, key) for key in ("name", "type", "value", "min", "max")}
    return found


@pytest.fixture
def two_articles() -> None:
    make_article(title="Long matter", body="word " * 2_000, publish_at="2026-01-05T08:00:00Z")
    make_article(title="Short matter", publish_at="2026-01-06T08:00:00Z", origin="syndicated", source=make_source())


def test_form_has_a_labelled_field_for_each_and_keeps_what_was_written(client, two_articles):
    fields = fields_of(
        client.get("/articles/?minutes_min=5&q=long&published_after=2026-01-01T00:00Z&minutes_max=%22%3e")
    )
    assert fields == {
        "Minutes at least": {"name": "minutes_min", "type": "number", "value": "5", "min": "0", "max": "600"},
        "Minutes at most": {"name": "minutes_max", "type": "text", "value": '">', "min": None, "max": None},
        "Published from": {
            "name": "published_after", "type": "text", "value": "2026-01-01T00:00Z", "min": None, "max": None,
        },
        "Words in the name": {"name": "q", "type": "search", "value": "long", "min": None, "max": None},
    }  # fmt: skip


def test_field_without_a_value_is_there_where_rows_are(client, two_articles):
    fields = fields_of(client.get("/articles/"))
    assert {name: (one["type"], one["value"]) for name, one in fields.items()} == {
        "Minutes at least": ("number", ""),
        "Minutes at most": ("number", ""),
        "Published from": ("date", ""),
        "Published before": ("date", ""),
        "Words in the name": ("search", ""),
    }


def test_written_values_narrow_and_each_chip_takes_its_own_away(client, two_articles):
    response = client.get("/articles/?minutes_min=5&q=MATTER&q=ignored&published_after=")
    assert rows_of(response) == ["Long matter"]
    assert chips_of(response) == {
        "Minutes at least: 5": "/articles/?q=MATTER",
        "Words in the name: MATTER": "/articles/?minutes_min=5",
    }


def test_bad_value_is_told_and_matches_nothing(client, two_articles):
    response = client.get("/articles/?minutes_min=ten&q=long")
    assert rows_of(response) == []
    assert list(chips_of(response)) == ["Minutes at least: ten (not understood)", "Words in the name: long"]
    [empty] = find(page_of(response), class_="empty")
    assert [text_of(one) for one in find(empty, "li")] == ["Without the filter “minutes at least” : 1 result"]


def test_words_that_are_too_long_are_not_cut_to_others(client, two_articles):
    response = client.get("/articles/", {"q": "long" + "g" * 300})
    assert rows_of(response) == []
    assert [chip.endswith("g (not understood)") for chip in chips_of(response)] == [True]


def test_known_choices_are_offered_in_their_order_under_their_labels(client, two_articles):
    page = page_of(client.get("/articles/?q=long&origin=other"))
    labels = [text_of(one) for one in find(page, "label") if find(one, "input", type="checkbox", name="origin")]
    assert labels == ["our own 1", "other 0"]
    both = page_of(client.get("/articles/"))
    labels = [text_of(one) for one in find(both, "label") if find(one, "input", type="checkbox", name="origin")]
    assert labels == ["from elsewhere 1", "our own 1"]


def test_fields_to_write_in_are_left_out_where_there_is_nothing_to_narrow(client):
    make_article()
    assert fields_of(client.get("/articles/")) == {}
