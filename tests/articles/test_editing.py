"""What saving an item does, refuses, and leaves alone."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.editing import Edit, EditConflict, delete_record, save_item, save_items, save_record
from articles.models import (
    Alias,
    Article,
    Change,
    ChangeCounter,
    ExternalId,
    Redirect,
    Resource,
    Revision,
    Section,
    Skill,
    Tool,
)
from articles.snapshots import snapshot_of
from tests.factories import (
    change,
    count,
    make_article,
    make_category,
    make_group,
    make_industry,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db


def refusal(call, *args, **values) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        call(*args, **values)
    return caught.value.message_dict


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


@pytest.mark.parametrize(
    ("fields", "links", "part"),
    [
        ({"title": ""}, {}, "title"),
        ({"title": "\u200b \n"}, {}, "title"),
        ({"title": "\u3164\u2800 \uffa0"}, {}, "title"),
        ({"title": "x" * 251}, {}, "title"),
        ({"title": 7}, {}, "title"),
        ({"title": "A", "status": "live"}, {}, "status"),
        ({"title": "A", "language": "English!"}, {}, "language"),
        ({"title": "A", "slug": "Not a slug"}, {}, "slug"),
        ({"title": "A", "slug": "search"}, {}, "slug"),
        ({"title": "A", "slug": "0f0e0d0c-0b0a-0908-0706-050403020100"}, {}, "slug"),
        ({"title": "A", "publish_at": "tomorrow"}, {}, "publish_at"),
        ({"title": "A", "publish_at": "2026-01-02T00:00Z", "expire_at": "2026-01-01T00:00Z"}, {}, "expire_at"),
        ({"title": "A", "status": "published", "body": "b"}, {}, "summary"),
        ({"title": "A", "status": "published", "summary": "s"}, {}, "body"),
        ({"title": "A", "origin": "syndicated"}, {}, "source"),
        ({"title": "A", "colour": "red"}, {}, "colour"),
        ({"title": "A"}, {"friends": []}, "friends"),
        ({"title": "A"}, {"skills": ["python"]}, "skills"),
        ({"title": "A"}, {"skills": [str(uuid4())]}, "skills"),
        ({"title": "A"}, {"section": [str(uuid4()), str(uuid4())]}, "section"),
        ({"title": "A", "body": "[[skill:nowhere]]"}, {}, "body"),
        ({"title": "A", "body": f"![x](picture:{uuid4()})"}, {}, "body"),
        ({"title": "A", "external_ids": [{"scheme": "x", "code": ""}]}, {}, "external_ids"),
    ],
)
def test_refused_article_names_the_part_at_fault(fields, links, part) -> None:
    assert part in refusal(save_item, Article(), {"fields": fields, "links": links}, by=None, expected_version=0)
    assert count(Article) == count(Change) == 0


def test_own_text_with_a_source_is_refused() -> None:
    links = {"source": [str(make_source().pk)]}
    assert "source" in refusal(
        save_item, Article(), {"fields": {"title": "A"}, "links": links}, by=None, expected_version=0
    )


def test_body_over_the_limit_is_refused(settings) -> None:
    settings.MAX_BODY_BYTES = 1000
    fields = {"title": "A", "body": "ä" * 501}
    assert "body" in refusal(save_item, Article(), {"fields": fields}, by=None, expected_version=0)


def test_text_is_stored_without_what_no_database_holds() -> None:
    article = make_article(title="A\x00  B\ud800", body="one\r\ntwo\x00\x07\n\n")
    assert (article.title, article.body) == ("A B?", "one\ntwo")


def test_prerequisites_that_lead_back_are_refused_with_the_circle_named() -> None:
    first = make_skill(name="First")
    second = make_skill(name="Second", prerequisites=[first])
    third = make_skill(name="Third", prerequisites=[second])
    problems = refusal(change, first, prerequisites=[third])
    assert problems == {"prerequisites": ["This would make a circle: First → Third → Second → First."]}


def test_circle_within_one_batch_is_refused() -> None:
    first, second = Skill(), Skill()
    edits = [
        Edit(first, {"fields": {"name": "One"}, "links": {"broader": [str(second.pk)]}}),
        Edit(second, {"fields": {"name": "Two"}, "links": {"broader": [str(first.pk)]}}),
    ]
    assert refusal(save_items, edits, by=None) == {"broader": ["This would make a circle: One → Two → One."]}


def test_industry_below_itself_is_refused() -> None:
    health = make_industry(name="Health care")
    clinics = make_industry(name="Clinics", parent=health)
    assert refusal(change, health, parent=clinics) == {
        "parent": ["This would make a circle: Health care → Clinics → Health care."]
    }
    assert "parent" in refusal(change, health, parent=health)


def test_article_related_to_itself_is_refused() -> None:
    article = make_article()
    assert refusal(change, article, related=[article]) == {"related": ["It cannot link to itself."]}


def test_second_skill_with_the_same_name_is_refused_whatever_its_case() -> None:
    make_skill(name="Straße")
    assert "name" in refusal(make_skill, name="STRASSE")
    assert make_tool(name="Strasse").pk


def test_alias_that_another_skill_holds_is_refused() -> None:
    make_skill(aliases=[{"name": "Py"}])
    assert "aliases" in refusal(make_skill, aliases=[{"name": "PY", "language": "en"}])
    assert make_tool(aliases=[{"name": "py"}]).pk


def test_external_id_that_another_item_holds_is_refused() -> None:
    make_skill(external_ids=[{"scheme": "esco", "code": "1"}])
    assert "external_ids" in refusal(make_tool, external_ids=[{"scheme": "esco", "code": "1"}])


def test_second_article_in_one_language_of_a_group_is_refused() -> None:
    english = make_article()
    group = str(english.translation_group)
    assert make_article(language="de", translation_group=group).pk
    assert "language" in refusal(make_article, language="de", translation_group=group)


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


@pytest.mark.parametrize("make", [make_group, make_section, make_category, make_source])
def test_records_are_logged_too(make) -> None:
    record = make()
    assert list(Change.objects.values_list("item_id", "kind")) == [(record.pk, "created")]


def test_record_saved_as_it_is_writes_no_row() -> None:
    section = make_section()
    save_record(section, by=None)
    assert (count(Change), section.version) == (1, 1)


def test_record_that_holds_what_somebody_else_saved_learns_its_version() -> None:
    section = make_section(name="Old")
    theirs = Section.objects.get()
    for one in (theirs, section):
        one.name = "New"
        save_record(one, by=None)
    assert (section.version, count(Change)) == (2, 2)


def test_record_saved_over_a_version_that_nobody_saw_is_a_conflict() -> None:
    section = make_section(name="Mine")
    section.name = "Theirs"
    save_record(section, by=None, expected_version=1)
    section.name = "Ours"
    with pytest.raises(EditConflict):
        save_record(section, by=None, expected_version=1)
    assert Section.objects.get().name == "Theirs"


def test_category_that_a_tool_is_in_is_not_deleted() -> None:
    category = make_category()
    tool = make_tool(categories=[category])
    with pytest.raises(ProtectedError):
        delete_record(category, by=None)
    assert list(tool.categories.all()) == [category]
    change(tool, categories=[])
    delete_record(category, by=None)
    assert list(Change.objects.order_by("number").values_list("kind", flat=True))[-1] == "deleted"


def test_texts_of_records_and_notes_are_cleaned_like_those_of_items() -> None:
    section = save_record(Section(slug="s", name="A\x00  B\x07"), by=None, note="x\x00" * 600)
    assert Section.objects.get(pk=section.pk).name == "A B"
    assert Change.objects.get().note == "x" * 500


def test_record_that_was_deleted_meanwhile_is_not_revived() -> None:
    section = make_section()
    delete_record(Section.objects.get(), by=None)
    section.name = "Back"
    with pytest.raises(EditConflict):
        save_record(section, by=None)
    delete_record(section, by=None)
    assert list(Change.objects.values_list("kind", flat=True)) == ["created", "deleted"]


def test_author_of_an_article_cannot_be_deleted() -> None:
    erin = make_user()
    make_article(authors=[erin])
    with pytest.raises(ProtectedError):
        erin.delete()


def test_category_below_itself_is_refused() -> None:
    parent = make_category(name="Parent")
    child = make_category(name="Child", parent=parent)
    parent.parent = child
    assert refusal(save_record, parent, by=None) == {"parent": ["This would make a circle: Parent → Child → Parent."]}


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "live"}, "article_status_valid"),
        (
            {"publish_at": datetime(2026, 2, 1, tzinfo=UTC), "expire_at": datetime(2026, 1, 1, tzinfo=UTC)},
            "article_expires_after_publish",
        ),
        ({"status": "published", "publish_at": None}, "article_published_has_publish_at"),
        ({"origin": "syndicated"}, "article_syndicated_has_source"),
        ({"origin": "borrowed"}, "article_origin_valid"),
        ({"slug": ""}, "article_slug_given"),
        ({"name_key": ""}, "article_name_given"),
    ],
)
def test_database_itself_refuses(values, constraint) -> None:
    article = make_article(status="draft")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**values)


def test_database_itself_refuses_a_source_of_our_own_text() -> None:
    article, source = make_article(), make_source()
    with pytest.raises(IntegrityError, match="article_own_has_no_source"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(source=source)


@pytest.mark.parametrize(
    ("make_one", "link", "constraint"),
    [
        (make_skill, "broader", "skill_not_its_own_broader"),
        (make_industry, "parent", "industry_not_its_own_parent"),
        (make_category, "parent", "category_not_its_own_parent"),
    ],
)
def test_database_itself_refuses_an_item_above_itself(make_one, link, constraint) -> None:
    row = make_one()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**{link: row.pk})


@pytest.mark.parametrize(
    ("make_one", "link", "constraint"),
    [
        (make_skill, "prerequisites", "skillprerequisite_not_itself"),
        (make_article, "related", "relatedarticle_not_itself"),
    ],
)
def test_database_itself_refuses_an_item_linked_to_itself(make_one, link, constraint) -> None:
    row = make_one()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        getattr(row, link).add(row)
