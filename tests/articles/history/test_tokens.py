"""A follower goes on from where it stood, or is told that it cannot: no change is lost without a word."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles.editing import Edit, save_items
from articles.history.changes import follow
from articles.history.tokens import KEPT, TOLERANCE, BadToken, RefusedToken, Token, current_token, generation
from articles.models import Change, ChangeCounter
from tests.factories import change, make_skill

pytestmark = pytest.mark.django_db


@contextmanager
def restored_afterwards() -> Iterator[None]:
    """All that happens within is undone, as by a restore of a backup that was made before it."""
    before = transaction.savepoint_create()
    yield
    transaction.savepoint_rollback(before)


def test_token_survives_being_written_down() -> None:
    make_skill()
    for token in (current_token(), Token(0, "0", timezone.now())):
        assert Token.parse(str(token)) == token


@pytest.mark.parametrize(
    "text",
    ["", "1", "1-", "-1", "a-b-1", "1-2", "1--3", "1-2-3-4", "1-2-x", "9" * 70, "1-2-" + "9" * 30, "١-2-3", "1-é-3"],
)
def test_text_of_another_making_is_no_token(text: str) -> None:
    with pytest.raises(BadToken):
        Token.parse(text)


def test_follower_of_a_portal_without_content_misses_nothing() -> None:
    token = current_token()
    ChangeCounter.objects.create(number=0)
    assert current_token().stamp == token.stamp
    skill = make_skill()
    assert follow(token).keys == {("skill", skill.pk)}


def test_follower_may_stand_at_any_change_and_ask_again() -> None:
    first, second = make_skill(), make_skill()
    token = current_token()
    save_items([Edit(one, {"fields": {"summary": "New."}}, None) for one in (first, second)], by=None)
    assert follow(token).keys == follow(token).keys == {("skill", first.pk), ("skill", second.pk)}
    stamps = list(Change.objects.order_by("number").values_list("stamp", flat=True))
    assert stamps[2] == stamps[3] and len(set(stamps)) == 3
    within = Token(3, stamps[2], token.instant)
    assert len(follow(within).keys) == 1


def test_token_from_before_a_restore_is_refused_even_when_its_number_comes_again() -> None:
    skill = make_skill()
    kept = current_token()
    with restored_afterwards():
        change(skill, summary="Undone.")
        lost = current_token()
    with pytest.raises(RefusedToken, match="restored"):
        follow(lost)
    for summary in ("One.", "Two."):
        change(skill, summary=summary)
        with pytest.raises(RefusedToken, match="restored"):
            follow(lost)
    assert follow(kept).keys == {("skill", skill.pk)}


def test_token_of_another_portal_is_refused() -> None:
    with restored_afterwards():
        make_skill()
        foreign = current_token()
    with pytest.raises(RefusedToken, match="another portal"):
        follow(foreign)
    make_skill()
    with pytest.raises(RefusedToken, match="another portal"):
        follow(foreign)


def test_token_of_a_change_that_is_not_kept_any_more_is_refused() -> None:
    make_skill()
    token = current_token()
    make_skill()
    Change.objects.filter(number=token.number).delete()
    with pytest.raises(RefusedToken):
        follow(token)


def test_token_from_the_future_is_refused_but_for_clocks_that_differ_a_little() -> None:
    make_skill()
    now = current_token()
    assert follow(replace(now, instant=now.instant + TOLERANCE), now.instant).keys == set()
    with pytest.raises(RefusedToken, match="future"):
        follow(replace(now, instant=now.instant + TOLERANCE + timedelta(seconds=1)), now.instant)


def test_token_is_good_for_ninety_days() -> None:
    make_skill()
    now = current_token()
    assert follow(now, now.instant + KEPT).keys == set()
    with pytest.raises(RefusedToken, match="90 days"):
        follow(now, now.instant + KEPT + timedelta(seconds=1))


def test_generation_is_another_after_each_write_and_never_comes_again() -> None:
    skill, seen = make_skill(), set()
    for _number in range(2):
        with restored_afterwards():
            change(skill, summary="Other.")
            seen.add(generation())
        seen.add(generation())
    assert len(seen) == 3
