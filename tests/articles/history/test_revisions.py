"""History, differences and the way back."""

import pytest

from articles.editing import EditConflict
from articles.editing.restoring import restore
from articles.history.revisions import Difference, diff, history
from articles.models import Revision
from articles.snapshots import snapshot_of
from tests.factories import change, make_article, make_path, make_picture, make_skill, make_tool, make_user

pytestmark = pytest.mark.django_db


def test_every_saved_state_is_kept_newest_first() -> None:
    skill = make_skill(name="One")
    change(skill, name="Two")
    assert [(row.version, row.snapshot["fields"]["name"]) for row in history(skill)] == [(2, "Two"), (1, "One")]


def test_difference_names_what_changed_and_nothing_else() -> None:
    tool, skill = make_tool(), make_skill(name="One")
    before = snapshot_of(skill)
    changed = change(skill, name="Two", tools=[tool])
    assert diff(before, snapshot_of(changed)) == [
        Difference("name", "One", "Two"),
        Difference("tools", [], [str(tool.pk)]),
    ]


def test_restoring_brings_content_back_and_keeps_address_and_status() -> None:
    erin, tool = make_user(), make_tool()
    skill = make_skill(
        name="One", tools=[tool], aliases=[{"name": "Uno"}], resources=[{"title": "T", "url": "https://example.org/"}]
    )
    first = snapshot_of(skill)
    change(skill, name="Two", slug="two", status="archived", tools=[], aliases=[], resources=[])
    restored = restore(skill, 1, by=erin, expected_version=2)
    now = snapshot_of(restored)
    assert (restored.name, restored.slug, restored.status, restored.version) == ("One", "two", "archived", 3)
    assert (now["links"], now["resources"]) == (first["links"], first["resources"])
    assert now["fields"]["aliases"] == [{"name": "Uno", "language": ""}]


def test_restoring_a_path_brings_its_steps_back() -> None:
    path = make_path(steps=[{"title": "One", "skills": [str(make_skill().pk)]}, {"title": "Two"}])
    first = snapshot_of(path)["steps"]
    change(path, steps=[{"title": "Only"}])
    assert snapshot_of(restore(path, 1, by=None, expected_version=2))["steps"] == first


def test_restoring_over_somebody_elses_edit_is_a_conflict() -> None:
    skill = make_skill()
    change(skill, name="Theirs")
    with pytest.raises(EditConflict):
        restore(skill, 1, by=None, expected_version=1)


def test_restoring_a_version_that_never_was_is_refused() -> None:
    with pytest.raises(Revision.DoesNotExist):
        restore(make_skill(), 9, by=None, expected_version=1)


def test_snapshot_read_back_is_the_same_snapshot() -> None:
    picture = make_picture()
    article = make_article(
        title="Größe", skills=[make_skill()], related=[make_article()], cover=picture, review_due_on="2027-01-31"
    )
    before = snapshot_of(article)
    assert change(article, title="Other").version == 2
    fields = {**before["fields"]}
    from articles.editing import save_item

    back = save_item(article, {**before, "fields": fields}, by=None, expected_version=2)
    assert snapshot_of(back) == before
