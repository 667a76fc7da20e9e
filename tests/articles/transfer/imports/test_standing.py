"""What files and rows say about being public: one reading, for articles and tables, whoever wrote them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from articles.transfer.imports.markdown.documents import read_document
from articles.transfer.imports.markdown.front_matter import split_front_matter
from articles.transfer.imports.standing import Standing, decide, read_standing, show_visibility
from articles.transfer.imports.standing.reading import SILENT

AT = datetime(2026, 6, 1, tzinfo=UTC)
PUBLIC: tuple[dict[str, Any], ...] = (
    {}, {"draft": False}, {"draft": "false"}, {"Draft": "No"}, {"draft": 0}, {"published": True}, {"published": "yes"},
    {"status": "published"}, {"Status": "Live"}, {"status": "publish"}, {"visibility": "public"}, {"unlisted": False},
    {"published": date(2020, 1, 1)}, {"published": "2020-01-01"}, {"publishDate": None}, {"expiryDate": "never"},
    {"password": ""}, {"hide": ["toc"]}, {"cover": {"hidden": True}}, {"sitemap": {"priority": 1}},
    {"permalink": "/a/"}, {"tags": ["private networks"]}, {"robots": "index, follow"}, {"status": "veröffentlicht"},
    {"authors": [{"status": "student"}]}, {"_build": {"render": "always"}}, {"date": "03/04/2024"},
    {"date": "last-modified"}, {"embargo": False},
)  # fmt: skip
NOT_PUBLIC: tuple[dict[str, Any], ...] = (
    {"draft": True}, {"draft": "true"}, {"Draft": "Yes"}, {"DRAFT": 1}, {"is-draft": "on"}, {"draft": "y"},
    {"draft": [True]}, {"draft": "wahr"}, {"published": False}, {"published": "false"}, {"publish": "no"},
    {"Published": 0}, {"public": "nein"}, {"status": "draft"}, {"post_status": "private"}, {"status": "pending"},
    {"status": "Pending Review"}, {"status": "auto-draft"}, {"status": "inherit"}, {"status": "trash"},
    {"status": "future"}, {"status": "sent"}, {"status": "Entwurf"}, {"state": "unpublished"}, {"visibility": "members"},
    {"private": True}, {"hidden": "x"}, {"unlisted": True}, {"listed": False}, {"noindex": True},
    {"robots": "noindex, nofollow"}, {"sitemap": False}, {"sitemap": {"disable": True}}, {"params": {"draft": True}},
    {"params.draft": "true"}, {"anything": {"draft": True}}, {"build": {"render": "never"}}, {"_build": {"list": False}},
    {"extra": {"status": "private"}}, {"permalink": False}, {"expiryDate": "2020-01-01"}, {"expires": "1999"},
    {"unpublish_at": date(2020, 1, 1)}, {"password": "open sesame"}, {"tags": "news, draft"}, {"layout": "draft"},
    {"draft": False, "Draft": True}, {"published": True, "status": "draft"}, {"headless": True}, {"Brouillon": "oui"},
)  # fmt: skip
UNKNOWN: tuple[dict[str, Any], ...] = (
    {"draft": "maybe"}, {"draft": None}, {"draft": 7}, {"draft": {"a": 1}}, {"published": "soon-ish"}, {"status": "tracked"},
    {"status": None}, {"status": ["x"]}, {"state": "parked"}, {"visibility": {"to": "some"}}, {"publishDate": "spring"},
    {"expire_at": "one day"}, {"date": "spring 2099"}, {"published": []},
)  # fmt: skip


def read(values: dict[str, Any], *, is_row: bool = False) -> Standing:
    return read_standing(values, at=AT, is_row=is_row)


@pytest.mark.parametrize("values", PUBLIC, ids=str)
def test_what_says_nothing_against_it_is_public(values) -> None:
    assert (read(values).status, read(values).reasons) == ("", ())


@pytest.mark.parametrize("values", NOT_PUBLIC, ids=str)
def test_what_says_not_public_is_none_and_tells_why(values) -> None:
    assert read(values).status != ""
    assert read(values).reason and "not understood" not in read(values).reason


@pytest.mark.parametrize("values", UNKNOWN, ids=str)
def test_what_is_not_understood_is_a_draft_by_name(values) -> None:
    assert read(values).status == "draft"
    assert read(values).reason.endswith("(not understood here)")


def test_empty_cell_says_nothing_but_where_a_column_lets_rows_out() -> None:
    assert read({"draft": "", "status": " ", "hidden": None, "state": "-"}, is_row=True) == SILENT
    assert read({"published": ""}, is_row=True).status == "draft"


@pytest.mark.parametrize("status", ["review", "archived", "withdrawn", "trashed", "legal_hold"])
def test_status_of_the_portals_own_is_kept(status) -> None:
    assert read({"status": status}).status == status


def test_day_to_come_waits_and_the_later_one_counts() -> None:
    found = read({"date": "2020-01-01", "publishDate": "2027-03-04", "status": "scheduled"})
    assert (found.status, found.publish_at) == ("", datetime(2027, 3, 4, tzinfo=UTC))
    assert read({"expiryDate": "2027-01-01"}).expire_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert read({"publishDate": "2028-01-01", "expiryDate": "2027-01-01"}).status == "draft"


def test_password_is_not_shown() -> None:
    assert "sesame" not in read({"password": "open sesame"}).reason


HIDDEN, OWN = Standing("draft", ("status: x",)), Standing("archived", ("status: archived",))


@pytest.mark.parametrize(
    ("standing", "asked", "status", "told"),
    [
        (SILENT, "", "published", ()),
        (SILENT, "draft", "draft", ()),
        (HIDDEN, "", "draft", ("a draft: status: x",)),
        (HIDDEN, "published", "draft", ("a draft, whatever status was asked for: status: x",)),
        (OWN, "draft", "archived", ("not public (archived): status: archived",)),
        (Standing("draft", ("x",), is_firm=False), "published", "published", ()),
    ],
)
def test_what_a_row_says_holds_against_what_was_asked_for(standing, asked, status, told) -> None:
    decision = decide(standing, asked=asked, missing=(), at=AT)
    assert (decision.status, decision.warnings) == (status, told)


def test_visibility_is_shown_as_readers_have_it() -> None:
    then, gone = datetime(2027, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    assert show_visibility("published", gone, None, at=AT) == "public"
    assert show_visibility("published", then, None, at=AT) == "scheduled for 2027-01-01"
    assert show_visibility("published", gone, gone, at=AT) == "expired on 2025-01-01"
    assert show_visibility("draft", None, None, reason="status: x", at=AT) == "draft (status: x)"


READ = {
    "yaml": "---\ntitle: T\ndraft: true\n---\nBody",
    "closed by dots": "---\ntitle: T\ndraft: true\n...\nBody",
    "after blank lines": "\n \n---\ntitle: T\ndraft: true\n---\nBody",
    "after a mark": "\ufeff---\ntitle: T\ndraft: true\n---\nBody",
    "after a comment": "<!-- Licence -->\n---\ntitle: T\ndraft: true\n---\nBody",
    "indented": "  ---\n  title: T\n  draft: true\n  ---\nBody",
    "toml": "+++\ntitle = 'T'\ndraft = true\n+++\nBody",
    "json": '{"title": "T", "draft": true}\n\nBody',
    "json without quotes": "{title: T, draft: true}\nBody",
    "fenced json": '---json\n{"title": "T", "draft": true}\n---\nBody',
    "semicolons": ';;;\n"title": "T",\n"draft": true\n;;;\nBody',
    "header": "Title: T\nDraft: true\n\nBody",
    "header with =": "title = T\ndraft = true\n\nBody",
}
UNREAD = {
    "colon": "---\ntitle: Part 2: the\ndraft: true\n---\nBody",
    "open": "---\ntitle: T\ndraft: true\n\nBody",
    "twice": "---\ndraft: true\ndraft: false\n---\nBody",
    "unknown language": "---js\nx\n---\nBody",
    "bad toml": "+++\ntitle = \n+++\nBody",
    "bad json": '{"title": "T" "draft": true}\nBody',
    "quote": '---\ntitle: "T\nmore\nmore\nmore\ndraft: true\n---\nBody',
    "long": f"---\ntitle: {'x' * 21_000}\n---\nBody",
}
TEXT = {
    "sentence": "Note: this is text.\n\nBody",
    "two sentences": "Input: a\nOutput: b\n\nBody",
    "rules": "---\n\nA paragraph.\n\n---\n\nBody",
    "sentence between rules": "---\nMind the gap: it is wide.\n---\nBody",
    "rule": "---\na rule, and no end",
    "template": "{% if x %}\nBody",
    "brace": "{a: b} is a set. Body",
    "comparison": "a = b\n\nBody",
}


@pytest.mark.parametrize("source", READ.values(), ids=READ)
def test_front_matter_of_every_kind_is_read(source) -> None:
    doc = read_document("a.md", source)
    assert (doc.title, doc.body, doc.is_draft, doc.warnings) == ("T", "Body", True, ())


@pytest.mark.parametrize("source", UNREAD.values(), ids=UNREAD)
def test_front_matter_that_cannot_be_read_is_a_draft_and_no_text(source) -> None:
    doc = read_document("a.md", source)
    assert (doc.standing.status, len(doc.warnings)) == ("draft", 1)
    assert "front matter" in doc.warnings[0]
    assert doc.body == "Body"


@pytest.mark.parametrize("source", TEXT.values(), ids=TEXT)
def test_text_that_only_looks_like_front_matter_stays(source) -> None:
    split = split_front_matter(source)
    assert (split.body, split.values, split.is_unread) == (source, {}, False)


@pytest.mark.parametrize(
    ("path", "is_draft"),
    [
        ("_drafts/a.md", True),
        ("x/Drafts/a.md", True),
        ("a.draft.md", True),
        ("drafts.md", False),
        ("x/drafting/a.md", False),
    ],
)
def test_folder_of_drafts_holds_drafts(path, is_draft) -> None:
    assert read_document(path, "# T\n\nText.").is_draft == is_draft


def test_set_that_is_a_folder_of_drafts_holds_drafts() -> None:
    assert read_document("a.md", "# T\n\nText.", around="_drafts").is_draft
    assert not read_document("a.md", "# T\n\nText.", around="_posts").is_draft


@pytest.mark.parametrize(
    ("title", "is_draft"), [("[Draft] Ropes", True), ("WIP: Ropes", True), ("Draft horses", False)]
)
def test_title_may_say_it(title, is_draft) -> None:
    assert read_document("a.md", f"# {title}\n\nText.").is_draft == is_draft
