"""The history of an item, comparisons, restoring, and the trash."""

import time
from typing import Any

import pytest
from django.test import Client

from articles.admin.differences import Line, compare_lines
from articles.admin.site import admin_url
from articles.history.revisions import history
from articles.models import Article, Change, LearningPath, Skill, Tool, User
from tests.articles.admin.forms import messages_of
from tests.factories import change, make_article, make_path, make_skill, make_tool, make_user


@pytest.fixture
def erin(client: Client, transactional_db: None) -> User:
    user = make_user("erin")
    client.force_login(user)
    return user


def compare(client: Client, item: Any, version: int, **query: str) -> Any:
    return client.get(admin_url(type(item), "compare", item.pk, version), query)


def shown(response: Any) -> dict[str, Any]:
    return {
        one.label: [(line.kind, line.text) for line in one.lines] or (one.before, one.after)
        for one in response.context["differences"]
    }


def test_history_lists_versions_newest_first(client: Client, erin: User) -> None:
    article = make_article()
    change(article, title="Second")
    page = client.get(admin_url(Article, "history", article.pk)).context["page"]
    assert [revision.version for revision in page] == [2, 1]


def test_comparison_names_what_changed_field_by_field(client: Client, erin: User) -> None:
    old, new = make_skill(name="Old skill"), make_skill(name="New skill")
    article = make_article(title="Before", body="a\n\nb\n\nc", skills=[old])
    change(article, title="After", body="a\n\nB\n\nc", skills=[new], status="draft", is_featured=True, summary="")
    assert shown(compare(client, article, 2)) == {
        "Status": ("published", "draft"),
        "Title": ("Before", "After"),
        "Summary": ("A summary.", "(empty)"),
        "Text": [("same", "a"), ("same", ""), ("removed", "b"), ("added", "B"), ("same", ""), ("same", "c")],
        "Featured": ("no", "yes"),
        "Skills": [("removed", "Old skill"), ("added", "New skill")],
    }


def test_comparison_shows_rows_with_the_names_of_their_links(client: Client, erin: User) -> None:
    skill = make_skill(name="Python")
    path = make_path(
        steps=[{"title": "One"}], resources=[{"title": "Docs", "url": "https://a.example", "kind": "docs"}]
    )
    change(path, steps=[{"title": "One", "hours": 2, "skills": [str(skill.pk)]}], resources=[])
    assert shown(compare(client, path, 2)) == {
        "Steps": [
            ("removed", "title: One; is_required"),
            ("added", "title: One; is_required; hours: 2; skills: Python"),
        ],
        "Resources": [("removed", "kind: docs; title: Docs; url: https://a.example")],
    }


def test_any_two_versions_can_be_compared(client: Client, erin: User) -> None:
    tool = make_tool(vendor="One")
    change(tool, vendor="Two")
    change(tool, vendor="Three")
    assert shown(compare(client, tool, 3, **{"with": "1"})) == {"Vendor": ("One", "Three")}
    assert shown(compare(client, tool, 1, **{"with": "3"})) == {"Vendor": ("One", "Three")}
    assert compare(client, tool, 3, **{"with": "9"}).status_code == 404
    assert compare(client, tool, 9).status_code == 404


def test_restored_version_comes_back_as_a_new_one(client: Client, erin: User) -> None:
    skill = make_skill()
    article = make_article(title="First", skills=[skill])
    change(article, title="Second", skills=[])
    response = restore(client, article, 1, expected=2)
    assert messages_of(response) == ["Version 1 is back, saved as version 3."]
    article.refresh_from_db()
    assert (article.title, list(article.skills.all()), article.version) == ("First", [skill], 3)
    assert (history(article)[0].by, history(article)[0].note) == (erin, "restored version 1")
    assert Change.objects.order_by("-number")[0].reason == "restore"


def restore(client: Client, item: Any, version: int, *, expected: int | str) -> Any:
    url = admin_url(type(item), "restore", item.pk, version)
    return client.post(url, {"expected_version": expected}, follow=True)


@pytest.mark.parametrize("expected", [1, "", "nonsense"])
def test_restore_is_refused_when_somebody_saved_meanwhile(client: Client, erin: User, expected: Any) -> None:
    article = make_article(title="First")
    change(article, title="Second")
    response = restore(client, article, 1, expected=expected)
    assert messages_of(response) == ["Not restored: somebody saved it just now"]
    article.refresh_from_db()
    assert article.title == "Second"


def test_restore_that_is_refused_says_why(client: Client, erin: User) -> None:
    tool, other = make_tool(name="Old name"), make_tool()
    change(tool, name="New name")
    change(other, name="Old name")
    response = restore(client, tool, 1, expected=2)
    [message] = messages_of(response)
    assert message.startswith("Not restored: Name: Another item of this type bears this name. <a href=")
    assert f'"{admin_url(Tool, "change", other.pk)}"' in message


def test_restore_wants_a_post_and_a_version_that_exists(client: Client, erin: User) -> None:
    tool = make_tool()
    url = admin_url(Tool, "restore", tool.pk, 1)
    assert client.get(url).status_code == 405
    assert restore(client, tool, 9, expected=1).status_code == 404


def test_restore_wants_the_csrf_token(erin: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(erin)
    tool = make_tool()
    assert strict.post(admin_url(Tool, "restore", tool.pk, 1), {"expected_version": 1}).status_code == 403


@pytest.mark.parametrize("page", ["change", "history", "delete", "compare"])
def test_page_of_an_unknown_item_is_not_found(client: Client, erin: User, page: str) -> None:
    for pk in ("00000000-0000-4000-8000-000000000000", "nonsense"):
        response = client.get(admin_url(Skill, page, pk, *([1] if page == "compare" else [])))
        assert response.status_code in (302, 404)


# The trash


def test_delete_page_asks_and_tells_what_links_here(client: Client, erin: User) -> None:
    skill = make_skill(name="Doomed")
    make_article(title="Its article", skills=[skill])
    html = client.get(admin_url(Skill, "delete", skill.pk)).content.decode()
    assert "Its article" in html
    assert "410" in html
    assert "Move to the trash" in client.get(admin_url(Skill, "change", skill.pk)).content.decode()


def test_delete_moves_the_item_to_the_trash(client: Client, erin: User) -> None:
    skill = make_skill()
    response = client.post(admin_url(Skill, "delete", skill.pk), follow=True)
    skill.refresh_from_db()
    assert (skill.status, skill.version) == ("trashed", 2)
    assert "is in the trash" in messages_of(response)[0]
    assert history(skill)[0].note == "Moved to the trash"


def test_delete_that_is_refused_says_why(client: Client, erin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = make_path(status="draft", steps=[])
    LearningPath.objects.filter(pk=draft.pk).update(version=7)
    monkeypatch.setattr("articles.admin.base.ItemAdmin.get_object", lambda *_args: draft)
    response = client.post(admin_url(LearningPath, "delete", draft.pk), follow=True)
    assert messages_of(response) == ["somebody saved it just now"]


# Comparing lines


def test_lines_far_from_a_change_are_left_out() -> None:
    before = [str(number) for number in range(30)]
    after = [*before[:15], "new", *before[15:]]
    lines = compare_lines(before, after)
    assert lines == [
        Line("gap"),
        *(Line("same", str(number)) for number in (12, 13, 14)),
        Line("added", "new"),
        *(Line("same", str(number)) for number in (15, 16, 17)),
        Line("gap"),
    ]


def test_equal_texts_have_no_lines() -> None:
    assert compare_lines(["a"], ["a"]) == []


def test_texts_too_different_and_too_long_are_not_compared() -> None:
    assert compare_lines([str(number) for number in range(2000)], ["x"] * 2000) is None
    assert compare_lines(["x" * 300_000], ["y"]) is None


def test_one_change_in_a_huge_text_is_found_quickly() -> None:
    before = ["All work and no play"] * 150_000
    after = [*before[:70_000], "redrum", *before[70_000:]]
    started = time.perf_counter()
    lines = compare_lines(before, after)
    assert lines is not None
    assert Line("added", "redrum") in lines
    assert time.perf_counter() - started < 1


def test_worst_texts_within_the_limits_are_compared_quickly() -> None:
    before = [str(number % 7) for number in range(750)]
    after = [str(number % 11) for number in range(750)]
    started = time.perf_counter()
    compare_lines(before, after)
    assert time.perf_counter() - started < 2


def test_long_text_is_told_by_its_size(client: Client, erin: User) -> None:
    article = make_article(body="\n\n".join(str(number) for number in range(2000)))
    change(article, body="\n\n".join(f"x{number}" for number in range(2000)))
    [difference] = compare(client, article, 2).context["differences"]
    assert difference.is_too_long
    assert difference.before == "3999 lines, 10888 characters"
