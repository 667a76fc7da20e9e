"""Many records in one transaction: what is refused neither helps nor hinders the others."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from articles.editing import EditConflict, SavedRecord, preview_records, save_record, save_records
from articles.models import Category, Change, Figure, ImportBatch, Record, Revision, Section, SkillGroup, Source
from tests.articles.transfer.imports.samples import last_change, row_counts
from tests.factories import (
    count,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_occupation,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


def save(*records: Record) -> list[SavedRecord]:
    return save_records(records, by=None, keep_going=True)


def outcomes(*records: Record) -> list[str]:
    """What becomes of records, which a preview of them foretells."""
    foretold = [one.outcome for one in preview_records(records, by=None, coming={})]
    saved: list[str] = [one.outcome for one in save(*records)]
    assert foretold == saved
    return saved


def category(name: str, **values: Any) -> Category:
    return Category(**{"name": name, "code": name.lower(), **values})


def new_figure(**values: Any) -> Figure:
    ends = {
        name: values.pop(name, None) or make()
        for name, make in (("industry", make_industry), ("occupation", make_occupation))
    }
    return Figure(**{**ends, "measure": "wage", "value": 1, "year": 2024, "source": "Survey", **values})


def test_records_of_several_kinds_are_saved_together() -> None:
    records = [Section(name="S", slug="s"), SkillGroup(name="G", slug="g"), category("C"), Section(name="T", slug="t")]
    assert outcomes(*records) == ["created"] * 4
    assert (count(Section), count(SkillGroup), count(Category)) == (2, 1, 1)
    assert {record.version for record in records} == {1}


def test_changes_are_numbered_without_gaps_in_the_order_of_the_list() -> None:
    before, known = last_change(), make_category()
    known.name = "Renamed"
    records = [category("A"), category("B", scheme="x" * 61), known, category("C")]
    batch = ImportBatch.objects.create(kind="catalogue", name="n")
    user = make_user()
    save_records(records, by=user, note="Why", reason=Change.Reason.IMPORT, batch=batch, keep_going=True)
    rows = Change.objects.filter(number__gt=before + 1).values_list("number", "item_id", "kind", "version")
    assert list(rows) == [
        (before + 2, records[0].pk, "created", 1),
        (before + 3, known.pk, "updated", 2),
        (before + 4, records[3].pk, "created", 1),
    ]
    assert last_change() == before + 4
    told = Change.objects.filter(number__gt=before + 1).values_list("by", "note", "reason", "batch")
    assert list(set(told)) == [(user.pk, "Why", "import", batch.pk)]


def test_nothing_is_written_where_nothing_differs() -> None:
    records = [make_category(), make_section(), make_figure(industry=make_industry(), occupation=make_occupation())]
    before = row_counts()
    assert outcomes(*records) == ["same"] * 3
    assert row_counts() == before


def test_empty_list_is_no_work() -> None:
    before = last_change()
    assert (save(), last_change()) == ([], before)


def test_parent_that_stands_before_its_child_counts_as_stored() -> None:
    top = category("Top")
    middle = category("Middle", parent=top)
    assert outcomes(top, middle, category("Low", parent=middle)) == ["created"] * 3
    assert Category.objects.get(name="Low").parent.parent == top  # type: ignore[union-attr]  # it has both


def test_child_of_a_parent_that_is_refused_is_refused() -> None:
    top = category("x" * 251)
    low = category("Low", parent_id=top.pk)
    [_top, refused, other] = save(top, low, category("Other"))
    assert (refused.outcome, other.outcome) == ("failed", "created")
    assert refused.error is not None and refused.error.message_dict == {"parent": ["Choose one that exists."]}  # type: ignore[union-attr]
    assert list(Category.objects.values_list("name", flat=True)) == ["Other"]


@pytest.mark.parametrize("parent", ["new", "stored"])
def test_category_below_itself_is_refused(parent) -> None:
    one = make_category(name="One") if parent == "stored" else category("One")
    one.parent_id = one.pk
    [saved, other] = save(one, category("Other"))
    assert (saved.outcome, other.outcome) == ("failed", "created")


def test_circle_of_parents_is_refused_through_what_is_stored() -> None:
    top = make_category(name="Top")
    low = make_category(name="Low", parent=top)
    top.parent = low
    [saved] = save(top)
    assert saved.error is not None
    assert saved.error.message_dict == {"parent": ["This would make a circle: Top → Low → Top."]}  # type: ignore[union-attr]
    assert Category.objects.get(pk=top.pk).parent is None


def test_circle_among_new_categories_is_refused_whole() -> None:
    one, two = category("One"), category("Two")
    one.parent_id, two.parent_id = two.pk, one.pk
    assert outcomes(one, two, category("Three")) == ["failed", "failed", "created"]


def test_categories_may_turn_round_in_one_list() -> None:
    top = make_category(name="Top")
    low = make_category(name="Low", parent=top)
    low.parent, top.parent = None, low
    assert outcomes(low, top) == ["changed", "changed"]


def one_of_each() -> dict[str, tuple[Record, Record]]:
    """By rule: a stored record, and a new one that has what must differ."""
    place, job = make_industry(), make_occupation()
    stored = make_figure(industry=place, occupation=job)
    again = {"measure": stored.measure, "year": stored.year, "source": stored.source}
    return {
        "section slug": (make_section("S1", slug="taken"), Section(name="Other", slug="taken")),
        "section name": (make_section("Taken"), Section(name="Taken", slug="other")),
        "group slug": (make_group("G1", slug="taken"), SkillGroup(name="Other", slug="taken")),
        "group name": (make_group("Taken"), SkillGroup(name="Taken", slug="other")),
        "category": (make_category(code="taken"), category("Other", code="taken")),
        "figure": (stored, Figure(industry=place, occupation=job, value=5, **again)),
    }


@pytest.mark.parametrize("rule", ["section slug", "section name", "group slug", "group name", "category", "figure"])
def test_what_must_be_unique_is_refused_beside_a_stored_record(rule) -> None:
    stored, twin = one_of_each()[rule]
    before = row_counts()
    [saved] = save(twin)
    assert saved.outcome == "failed" and isinstance(saved.error, ValidationError)
    assert (row_counts(), type(stored)._default_manager.filter(pk=stored.pk).exists()) == (before, True)


@pytest.mark.parametrize("rule", ["section slug", "section name", "group slug", "group name", "category", "figure"])
def test_what_must_be_unique_goes_to_the_first_of_a_list(rule) -> None:
    stored, twin = one_of_each()[rule]
    stored.delete()
    stored.version = 0
    assert outcomes(stored, twin) == ["created", "failed"]


@pytest.mark.parametrize(
    "difference", [{"measure": "share"}, {"year": 2023}, {"source": "Other"}, {"occupation": None}, {"industry": None}]
)
def test_figures_that_differ_in_one_key_stand_side_by_side(difference) -> None:
    ends = {"industry": make_industry(), "occupation": make_occupation()}
    assert outcomes(new_figure(**ends), new_figure(**{**ends, **difference})) == ["created", "created"]


def test_same_code_in_another_scheme_is_free() -> None:
    make_category(code="taken")
    assert outcomes(category("Other", code="taken", scheme="other")) == ["created"]


def test_one_new_record_that_stands_twice_is_saved_once() -> None:
    first = category("One")
    assert outcomes(first, Category(pk=first.pk, name="One", code="one"), category("Two")) == [
        "created", "failed", "created",
    ]  # fmt: skip


def test_one_stored_record_that_stands_twice_is_saved_once() -> None:
    stored = make_category(name="One")
    first, second = (Category.objects.get(pk=stored.pk) for _time in range(2))
    first.name, second.name = "First", "Second"
    assert outcomes(first, second) == ["changed", "failed"]
    assert Category.objects.get().name == "First"


@pytest.mark.parametrize("end", ["industry", "occupation"])
def test_figure_without_a_real_end_is_refused(end) -> None:
    one = new_figure()
    setattr(one, f"{end}_id", uuid4())
    [saved] = save(one)
    assert saved.error is not None and saved.error.message_dict == {end: ["Choose one that exists."]}  # type: ignore[union-attr]
    assert count(Figure) == 0


def test_category_below_what_is_no_category_is_refused() -> None:
    assert outcomes(category("Low", parent_id=make_industry().pk)) == ["failed"]


@pytest.mark.parametrize(
    "record",
    [
        Section(name="", slug="s"),
        Section(name="S", slug="Not A Slug"),
        Section(name="S", slug="s", position=10_001),
        Section(name="x" * 121, slug="s"),
        Category(name="", code="c"),
        Category(name="C", code=""),
        Source(publisher="", licence=""),
    ],
    ids=["no name", "no slug", "far", "long", "no category name", "no code", "no publisher"],
)
def test_wrong_value_is_refused_and_the_others_are_saved(record) -> None:
    assert outcomes(record, category("Good")) == ["failed", "created"]


@pytest.mark.parametrize(
    "values", [{"value": -1}, {"year": 1899}, {"measure": "height"}, {"source": ""}, {"value": "1.23456"}]
)
def test_wrong_figure_is_refused(values) -> None:
    # defect: the preview, and with it a dry run, does not know what check constraints refuse (a negative value)
    assert outcomes(new_figure(**values), new_figure()) == ["failed", "created"]


def test_first_refusal_is_raised_and_nothing_is_written_without_keep_going() -> None:
    before = row_counts()
    with pytest.raises(ValidationError) as caught:
        save_records([category("Good"), Section(name="S", slug="Not A Slug"), category("Other")], by=None)
    assert list(caught.value.message_dict) == ["slug"]
    assert row_counts() == before


def test_texts_are_kept_in_the_form_in_which_items_keep_theirs() -> None:
    save(category(" Cafe\u0301\u00a0 au  lait\0 ", code="c"))
    assert Category.objects.get().name == "Café au lait"


def test_record_that_somebody_deleted_meanwhile_is_a_conflict() -> None:
    stored = make_category()
    Category.objects.all().delete()
    [saved, other] = save(stored, category("Other"))
    assert isinstance(saved.error, EditConflict) and other.outcome == "created"


def test_version_that_the_writer_saw_must_be_the_stored_one() -> None:
    stored = make_category()
    stored.name = "Other"
    with pytest.raises(EditConflict):
        save_record(stored, by=None, expected_version=2)
    assert save_record(stored, by=None, expected_version=1).version == 2


def test_what_was_before_is_handed_back() -> None:
    stored = make_category(name="Old", code="c")
    stored.name = "New"
    [changed, new] = save(stored, category("Other"))
    assert changed.before is not None and changed.before["name"] == "Old"
    assert new.before is None


def test_import_keeps_what_it_overwrites_and_an_editor_does_not() -> None:
    stored = make_category(name="Old", code="c")
    stored.name = "By hand"
    save(stored)
    assert count(Revision) == 0
    stored.name = "By import"
    batch = ImportBatch.objects.create(kind="catalogue", name="n")
    save_records([stored, category("New")], by=None, batch=batch)
    [kept] = Revision.objects.all()
    assert (kept.item_type, kept.item_id, kept.version) == ("category", stored.pk, 2)
    assert (kept.snapshot["name"], kept.snapshot["parent_id"]) == ("By hand", None)


def test_preview_writes_nothing() -> None:
    stored = make_category(name="Old")
    stored.name = "New"
    before = row_counts()
    preview_records([stored, category("Other")], by=None, coming={})
    assert row_counts() == before
    assert Category.objects.get().name == "Old"


def test_queries_of_a_preview_follow_the_different_values(django_assert_max_num_queries) -> None:
    ends = {"industry": make_industry(), "occupation": make_occupation()}
    records = [new_figure(**ends, year=1950 + number, value=number % 2) for number in range(100)]
    records.append(new_figure(**ends, year=2100, value=-1))
    # Stored, unique keys, ends; then measures, values and sources, each different one once, with a savepoint.
    with django_assert_max_num_queries(25):
        assert [one.outcome for one in preview_records(records, by=None, coming={})] == ["created"] * 100 + ["failed"]


def test_queries_follow_the_kinds_of_records(django_assert_max_num_queries) -> None:
    records = [category(f"C {number}") for number in range(200)]
    # Savepoint and lock, stored, unique keys, parents' existence, rows, changes, counter.
    with django_assert_max_num_queries(12):
        assert {one.outcome for one in save(*records)} == {"created"}
