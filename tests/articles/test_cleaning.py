"""What is given to an edit is brought into one form, or refused with the part at fault."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.cleaning import MAX_ROWS, clean_snapshot, clean_text, clean_value
from articles.models import ITEM_MODELS, Article, Item, LearningPath, Skill
from articles.rendering import render_markdown

ID = "0F0E0D0C-0B0A-4908-8706-050403020100"


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("  two \n words ", "two words"),
        ("e\u0301", "é"),
        ("a\x00b\x07c\x85d", "abc d"),
        ("\ud800", "\ufffd"),
        ("Py\u200bthon \u202enohtyP\u202c\ufeff", "Python nohtyP"),
        ("\u200f\u2066عربي\u2069 می\u200cخواهم 👩\u200d💻", "\u200f\u2066عربي\u2069 می\u200cخواهم 👩\u200d💻"),
        ("a\ufffeb\ufdd0c\U0001ffffd", "abcd"),
        ("emoji 🤖 stays", "emoji 🤖 stays"),
    ],
)
def test_name_is_stored_in_one_form(given, stored) -> None:
    assert clean_snapshot(Skill, {"fields": {"name": given}})["fields"]["name"] == stored


@pytest.mark.parametrize(
    "sign", ["\x00", "\x9f", "\u200b", "\u202a", "\u202e", "\ufeff", "\ufdd0", "\uffff", "\U0010ffff", "\r"]
)
def test_no_text_holds_what_readers_should_never_meet(sign) -> None:
    """One set for names, long texts, notes and what is rendered of them."""
    given = f"a{sign}b"

    for text in (
        clean_value(Skill, "name", given),
        clean_text(given),
        render_markdown(given).html,
    ):
        assert sign not in text and "a" in text and "b" in text


def test_long_text_keeps_its_lines_and_loses_what_cannot_be_stored() -> None:
    assert clean_text("a\r\nb\rc\tx\x0bd") == "a\nb\nc\txd"


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2026-05-01T12:00:00+02:00", "2026-05-01T10:00:00Z"),
        ("2026-05-01T12:00", "2026-05-01T12:00:00Z"),
        ("2026-05-01", "2026-05-01T00:00:00Z"),
        ("", None),
        (None, None),
    ],
)
def test_instants_are_stored_in_utc(given, stored) -> None:
    assert clean_snapshot(Skill, {"fields": {"publish_at": given}})["fields"]["publish_at"] == stored


@pytest.mark.parametrize(
    ("given", "is_shown_everywhere"),
    [
        ("0001-01-02T00:00:00Z", True),
        ("9999-12-30T00:00:00Z", True),
        ("0001-01-01T23:59:59Z", False),
        ("9999-12-31T23:59:59Z", False),
    ],
)
def test_instants_that_no_zone_lacks_are_taken(given: str, is_shown_everywhere: bool) -> None:
    if is_shown_everywhere:
        assert clean_snapshot(Skill, {"fields": {"expire_at": given}})["fields"]["expire_at"] == given
        return
    with pytest.raises(ValidationError) as error:
        clean_snapshot(Skill, {"fields": {"expire_at": given}})
    assert list(error.value.message_dict) == ["expire_at"]


def test_ids_are_sorted_lower_case_and_once() -> None:
    links = clean_snapshot(Skill, {"links": {"tools": [ID, ID.lower(), ID.replace("0F", "1F", 1)]}})["links"]
    assert links["tools"] == [ID.lower(), "1" + ID.lower()[1:]]


def test_aliases_that_differ_in_case_only_are_one() -> None:
    rows = clean_snapshot(Skill, {"fields": {"aliases": [{"name": "PY"}, {"name": "py"}]}})["fields"]["aliases"]
    assert rows == [{"name": "py", "language": ""}]


@pytest.mark.parametrize(
    ("model", "given", "part"),
    [
        (Skill, {"colour": 1}, "__all__"),
        (Skill, None, "__all__"),
        (Skill, [], "__all__"),
        (Skill, "fields", "__all__"),
        (Skill, {"format": 2}, "format"),
        (Skill, {"type": "tool"}, "type"),
        (Skill, {"steps": []}, "steps"),
        (Skill, {"fields": {"title": "No such field"}}, "title"),
        (Article, {"fields": {"aliases": []}}, "aliases"),
        (Skill, {"fields": {"aliases": "Py"}}, "aliases"),
        (Skill, {"fields": {"aliases": ["Py"]}}, "aliases"),
        (Skill, {"fields": {"aliases": [{"name": "Py", "colour": 1}]}}, "aliases"),
        (Skill, {"fields": {"aliases": [{"name": ""}]}}, "aliases"),
        (Skill, {"fields": {"aliases": [{"name": "Py"}] * (MAX_ROWS + 1)}}, "aliases"),
        (Skill, {"fields": {"aliases": [{"name": "Py", "language": "zz_!"}]}}, "aliases"),
        (Skill, {"links": {"tools": ID}}, "tools"),
        (Skill, {"links": {"tools": [None]}}, "tools"),
        (Skill, {"links": {"tools": [ID] * (MAX_ROWS + 1)}}, "tools"),
        (Skill, {"links": {"broader": [ID, ID.replace("0F", "1F", 1)]}}, "broader"),
        (Skill, {"resources": [{"title": "T", "url": "ftp//x"}]}, "resources"),
        (Skill, {"resources": [{"title": "T", "url": "https://example.org/", "kind": "poem"}]}, "resources"),
        (LearningPath, {"steps": {"title": "x"}}, "steps"),
        (LearningPath, {"steps": ["x"]}, "steps"),
        (LearningPath, {"steps": [{"title": ""}]}, "steps"),
        (LearningPath, {"steps": [{"title": "x", "hours": 40_000}]}, "steps"),
        (LearningPath, {"steps": [{"title": "x", "hours": 2.5}]}, "steps"),
        (LearningPath, {"steps": [{"title": "x", "hours": float("inf")}]}, "steps"),
        (LearningPath, {"steps": [{"title": "x", "note": "n" * 2001}]}, "steps"),
        (LearningPath, {"steps": [{"title": "x", "skills": ["python"]}]}, "steps"),
        (Article, {"fields": {"is_featured": "perhaps"}}, "is_featured"),
        (Article, {"fields": {"translation_group": "x"}}, "translation_group"),
        (Article, {"fields": {"review_due_on": "2026-02-30"}}, "review_due_on"),
        (Article, {"fields": {"publish_at": "9999-99-99"}}, "publish_at"),
        (Article, {"fields": {"publish_at": 12}}, "publish_at"),
        (Article, {"fields": {"publish_at": "0001-01-01T00:00+23:00"}}, "publish_at"),
        (Article, {"fields": []}, "fields"),
        (Article, {"links": "x"}, "links"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_part(model: type[Item], given: Any, part: str) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_snapshot(model, given)
    assert list(caught.value.message_dict) == [part]


@pytest.mark.parametrize(
    ("item_type", "part"),
    [(item_type, part) for item_type, model in ITEM_MODELS.items() for part in ("summary", model.name_field)],
)
def test_reference_in_a_plain_text_is_refused_there(item_type, part) -> None:
    model, text = ITEM_MODELS[item_type], "See [[skill:secret|this]]."
    with pytest.raises(ValidationError, match="makes a link in Markdown only"):
        clean_value(model, part, text)
    for name in model.markdown_fields:
        assert clean_value(model, name, text) == text


def test_text_with_more_bytes_than_a_body_may_have_is_refused(settings: Any) -> None:
    settings.MAX_BODY_BYTES = 12
    assert clean_value(Article, "body", "ä" * 6) == "ä" * 6
    with pytest.raises(ValidationError, match="Longer than"):
        clean_value(Article, "body", "ä" * 7)
