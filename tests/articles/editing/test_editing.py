"""What saving an item does, refuses, and leaves alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.editing import Edit, EditConflict, save_item, save_items
from articles.models import (
    Alias,
    Article,
    Change,
    ChangeCounter,
    ExternalId,
    Redirect,
    Resource,
    Revision,
    Skill,
    Tool,
)
from articles.snapshots import snapshot_of
from tests.articles.editing.refusing import refusal
from tests.factories import (
    change,
    count,
    make_article,
    make_path,
    make_picture,
    make_skill,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_new_item_has_version_one_a_revision_and_a_change() -> None:
    erin = make_user()
    article = save_item(
        Article(),
        {"fields": {"title": "Hello", "body": "# Hi"}},
        by=erin,
        note="first",
        expected_version=0,
    )
    revision = Revision.objects.get()
    logged = Change.objects.get()
    assert (article.version, article.slug, article.status) == (1, "hello", "draft")
    assert (revision.version, revision.by, revision.note) == (1, erin, "first")
    assert revision.snapshot == snapshot_of(article)
    assert (logged.number, logged.kind, logged.live_before, logged.live_after) == (1, "created", False, False)


def test_saving_the_same_state_again_writes_no_row() -> None:
    article = make_article(skills=[make_skill()])
    before = (count(Change), count(Revision), article.updated_at)
    again = save_item(article, snapshot_of(article), by=None, expected_version=article.version)
    assert (count(Change), count(Revision), again.updated_at) == before
    assert again.version == article.version


def test_parts_left_out_stay_as_they_are() -> None:
    skill = make_skill(name="Python", summary="A language.", tools=[make_tool()])
    changed = save_item(skill, {"fields": {"summary": "Another."}}, by=None, expected_version=1)
    assert (changed.name, changed.summary, changed.tools.count()) == ("Python", "Another.", 1)


def test_links_of_its_own_raise_the_version() -> None:
    article, skill = make_article(), make_skill()
    changed = change(article, skills=[skill])
    assert changed.version == 2
    assert list(changed.skills.all()) == [skill]
    assert Skill.objects.get(pk=skill.pk).version == 1


def test_links_are_added_and_removed() -> None:
    first, second, third = make_skill(), make_skill(), make_skill()
    article = make_article(skills=[first, second])
    change(article, skills=[second, third])
    assert set(article.skills.all()) == {second, third}


def test_second_save_with_the_same_expected_version_is_a_conflict_and_loses_nothing() -> None:
    skill = make_skill(name="Python")
    save_item(skill, {"fields": {"summary": "Mine."}}, by=None, expected_version=1)
    with pytest.raises(EditConflict) as caught:
        save_item(skill, {"fields": {"summary": "Theirs."}}, by=None, expected_version=1)
    assert (caught.value.expected_version, caught.value.actual_version) == (1, 2)
    assert Skill.objects.get().summary == "Mine."
    assert count(Change) == 2


def test_creating_what_exists_is_a_conflict() -> None:
    skill = make_skill()
    with pytest.raises(EditConflict):
        save_item(Skill(pk=skill.pk), {"fields": {"name": "Other"}}, by=None, expected_version=0)


def test_change_numbers_follow_one_another_over_a_batch() -> None:
    results = save_items([Edit(Skill(), {"fields": {"name": f"Skill {n}"}}) for n in range(5)], by=None)
    assert [one.outcome for one in results] == ["created"] * 5
    assert list(Change.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert ChangeCounter.objects.get().number == 5


def test_batch_without_keep_going_writes_nothing_when_one_is_refused() -> None:
    edits = [Edit(Skill(), {"fields": {"name": "Good"}}), Edit(Skill(), {"fields": {"name": ""}})]
    assert "name" in refusal(save_items, edits, by=None)
    assert count(Skill) == count(Change) == 0


def test_batch_that_keeps_going_saves_the_others_and_says_why() -> None:
    edits = [Edit(Skill(), {"fields": {"name": ""}}), Edit(Skill(), {"fields": {"name": "Good"}})]
    failed, good = save_items(edits, by=None, keep_going=True)
    assert (failed.outcome, good.outcome) == ("failed", "created")
    assert isinstance(failed.error, ValidationError)
    assert list(Change.objects.values_list("number", flat=True)) == [1]


def test_new_items_of_one_batch_may_link_to_each_other() -> None:
    tool, skill, other = Tool(), Skill(), Skill()
    save_items(
        [
            Edit(
                skill, {"fields": {"name": "A"}, "links": {"tools": [str(tool.pk)], "prerequisites": [str(other.pk)]}}
            ),
            Edit(other, {"fields": {"name": "B"}, "links": {"broader": [str(skill.pk)]}}),
            Edit(tool, {"fields": {"name": "C"}}),
        ],
        by=None,
    )
    stored = Skill.objects.get(name="A")
    assert [tool.name for tool in stored.tools.all()] == ["C"]
    assert Skill.objects.get(name="B").broader == stored


def test_item_that_links_to_a_refused_new_one_is_refused_too() -> None:
    bad, good = Tool(), Skill()
    edits = [
        Edit(good, {"fields": {"name": "A"}, "links": {"tools": [str(bad.pk)]}}),
        Edit(bad, {"fields": {"name": ""}}),
    ]
    assert [one.outcome for one in save_items(edits, by=None, keep_going=True)] == ["failed", "failed"]
    assert count(Skill) == 0


def test_resources_keep_their_row_while_their_address_stays() -> None:
    skill = make_skill(resources=[{"kind": "docs", "title": "Docs", "url": "https://example.org/a"}])
    row = Resource.objects.get()
    change(
        skill,
        resources=[
            {"kind": "book", "title": "Book", "url": "https://example.org/b"},
            {"kind": "docs", "title": "New title", "url": "https://example.org/a"},
        ],
    )
    assert Resource.objects.get(url="https://example.org/a").pk == row.pk
    assert [one.title for one in Resource.objects.order_by("position")] == ["Book", "New title"]


def test_resource_with_a_dangerous_address_is_refused() -> None:
    row = {"kind": "docs", "title": "Docs", "url": "javascript:alert(1)"}
    assert "resources" in refusal(make_skill, resources=[row])


def test_aliases_and_external_ids_follow_the_snapshot() -> None:
    skill = make_skill(aliases=[{"name": "Py"}, {"name": "CPython"}], external_ids=[{"scheme": "x", "code": "1"}])
    change(skill, aliases=[{"name": "CPython"}], external_ids=[])
    assert list(Alias.objects.values_list("name", flat=True)) == ["CPython"]
    assert count(ExternalId) == 0


def test_path_keeps_its_steps_in_order_with_their_links() -> None:
    skill, article = make_skill(), make_article()
    steps = [
        {"title": "Read", "hours": 2, "articles": [str(article.pk)]},
        {"title": "Practise", "is_required": False, "skills": [str(skill.pk)]},
    ]
    path = make_path(steps=steps)
    reordered = change(path, steps=snapshot_of(path)["steps"][::-1])
    assert [step.title for step in reordered.steps.all()] == ["Practise", "Read"]
    assert [list(step.skills.all()) for step in reordered.steps.all()] == [[skill], []]
    assert reordered.version == 2


def test_path_without_steps_is_not_published() -> None:
    assert "steps" in refusal(make_path, steps=[])


def test_slug_clash_gets_the_language_then_a_digest() -> None:
    first, second = make_article(title="Hello"), make_article(title="Hello!", language="de")
    third = make_article(title="Hello?", language="de")
    assert (first.slug, second.slug) == ("hello", "hello-de")
    assert third.slug.startswith("hello-") and third.slug not in {first.slug, second.slug}


def test_slug_stays_when_the_title_changes() -> None:
    article = make_article(title="Old name")
    assert change(article, title="New name").slug == "old-name"
    assert change(article, slug="").slug == "old-name"


def test_given_up_slug_redirects_and_goes_to_no_other_item() -> None:
    article = make_article(title="Old name")
    change(article, slug="new-name")
    assert Redirect.objects.get().slug == "old-name"
    assert "slug" in refusal(make_article, slug="old-name")
    assert make_article(title="Old name").slug == "old-name-en"


def test_item_may_move_back_to_its_old_slug() -> None:
    article = make_article(title="Old name")
    change(article, slug="new-name")
    assert change(article, slug="old-name").slug == "old-name"
    assert list(Redirect.objects.values_list("slug", flat=True)) == ["new-name"]


def test_published_without_a_time_is_published_from_now() -> None:
    before = timezone.now()
    article = make_article()
    assert article.publish_at is not None
    assert before <= article.publish_at <= timezone.now()
    assert article.first_published_at == article.publish_at


def test_first_publication_survives_what_comes_later() -> None:
    article = make_article(publish_at="2020-05-01T00:00:00Z")
    assert change(article, status="archived").first_published_at == datetime(2020, 5, 1, tzinfo=UTC)


def test_plan_that_never_came_true_leaves_no_first_publication() -> None:
    article = make_article(publish_at=(timezone.now() + timedelta(days=1)).isoformat())
    assert change(article, status="draft").first_published_at is None


def test_change_row_says_what_readers_notice() -> None:
    skill = make_skill(name="Old")
    change(skill, name="New", slug="new", status="archived")
    row = Change.objects.get(number=2)
    assert (row.name_changed, row.slug_changed, row.visibility_changed) == (True, True, True)
    assert (row.live_before, row.live_after) == (True, False)


def test_slug_in_a_link_is_kept_as_an_id() -> None:
    python = make_skill(name="Python")
    article = make_article(body="Learn [[skill:python|it]], not `[[skill:python]]`.")
    assert article.body == f"Learn [[skill:{python.pk}|it]], not `[[skill:python]]`."
    assert "Python" not in article.body_html


def test_pictures_of_the_text_and_the_cover_are_noted() -> None:
    cover, shown = make_picture(color="red"), make_picture(color="blue")
    article = make_article(cover=cover, body=f"![blue](picture:{shown.pk})")
    assert snapshot_of(article)["pictures"] == sorted([[str(cover.pk), cover.digest], [str(shown.pk), shown.digest]])
    assert change(article, cover=None, body="None.").pk
    assert snapshot_of(article)["pictures"] == []
