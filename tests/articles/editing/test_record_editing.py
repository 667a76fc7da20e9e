"""What saving and deleting a record does and refuses."""

import pytest
from django.db.models import ProtectedError

from articles.editing import EditConflict, delete_record, save_record
from articles.models import (
    Change,
    Section,
)
from tests.articles.editing.refusing import refusal
from tests.factories import (
    change,
    count,
    make_article,
    make_category,
    make_group,
    make_section,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db


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
