"""Batches that keep going: what is refused neither helps nor hinders the others."""

from itertools import pairwise
from uuid import uuid4

import pytest

from articles.editing import Edit, save_items
from articles.models import Article, Skill
from articles.snapshots import Snapshot
from tests.factories import change, make_article, make_skill, make_tool

pytestmark = pytest.mark.django_db


def outcomes(*edits: Edit) -> list[str]:
    return [one.outcome for one in save_items(edits, by=None, keep_going=True)]


def test_link_that_only_a_refused_edit_would_make_possible_is_refused() -> None:
    second = make_skill(name="B")
    first = make_skill(name="A", prerequisites=[second])
    refused = Edit(first, {"links": {"prerequisites": [], "tools": [str(uuid4())]}})
    assert outcomes(refused, Edit(second, {"links": {"prerequisites": [str(first.pk)]}})) == ["failed", "failed"]


@pytest.mark.parametrize("is_reversed", [False, True])
def test_link_may_turn_round_within_one_batch(is_reversed) -> None:
    second = make_skill(name="B")
    first = make_skill(name="A", prerequisites=[second])
    edits = [
        Edit(second, {"links": {"prerequisites": [str(first.pk)]}}),
        Edit(first, {"links": {"prerequisites": []}}),
    ]
    assert outcomes(*(edits[::-1] if is_reversed else edits)) == ["changed", "changed"]


def test_refused_item_holds_neither_name_nor_address() -> None:
    bad: Snapshot = {"fields": {"name": "Same"}, "links": {"tools": [str(uuid4())]}}
    good = Skill()
    assert outcomes(Edit(Skill(), bad), Edit(good, {"fields": {"name": "Same"}})) == ["failed", "created"]
    assert Skill.objects.get().slug == "same"


def test_item_that_stands_twice_in_a_batch_is_saved_once() -> None:
    skill, new = make_skill(), Skill()
    twice = [Edit(skill, {"fields": {"summary": text}}) for text in ("one", "two")]
    assert outcomes(*twice, *[Edit(new, {"fields": {"name": "New"}})] * 2) == ["changed", "failed", "created", "failed"]
    assert Skill.objects.get(pk=skill.pk).summary == "one"


def test_new_item_of_another_type_is_no_target() -> None:
    article = Article()
    edits = [
        Edit(Skill(), {"fields": {"name": "A"}, "links": {"tools": [str(article.pk)]}}),
        Edit(article, {"fields": {"title": "B"}}),
    ]
    assert outcomes(*edits) == ["failed", "created"]


def test_text_that_names_a_refused_new_item_is_refused_too() -> None:
    edits = [
        Edit(Skill(), {"fields": {"name": "", "slug": "newone"}}),
        Edit(Article(), {"fields": {"title": "A", "body": "[[skill:newone]]"}}),
    ]
    assert outcomes(*edits) == ["failed", "failed"]


def test_chain_of_new_items_falls_with_its_first() -> None:
    items = [Skill() for _number in range(5)]
    edits = [Edit(items[0], {"fields": {"name": ""}})]
    for number, (below, item) in enumerate(pairwise(items)):
        edits.append(Edit(item, {"fields": {"name": f"S{number}"}, "links": {"broader": [str(below.pk)], "tools": []}}))
    assert outcomes(*edits) == ["failed"] * 5


def test_old_address_in_a_link_is_understood() -> None:
    tool = make_tool(name="Old name")
    change(tool, slug="new-name")
    assert make_article(body="[[tool:old-name]]").body == f"[[tool:{tool.pk}]]"


def test_of_two_links_that_close_a_circle_together_one_is_saved() -> None:
    first, second = make_skill(), make_skill()
    edits = [
        Edit(first, {"links": {"prerequisites": [str(second.pk)]}}),
        Edit(second, {"links": {"prerequisites": [str(first.pk)]}}),
    ]
    assert outcomes(*edits) == ["failed", "changed"]


def test_item_that_is_gone_is_not_made_anew() -> None:
    skill = make_skill()
    Skill.objects.filter(pk=skill.pk).delete()
    assert outcomes(Edit(skill, {"fields": {"name": "Late"}})) == ["failed"]
    assert not Skill.objects.exists()
