"""What readers find at an address."""

import pytest

from articles.models import Redirect, Skill
from articles.publishing import PublicState
from articles.reading.items.lookup import find_item
from tests.factories import change, make_skill

pytestmark = pytest.mark.django_db


def found(address: str, *, by_id: bool = False):
    return find_item(Skill.objects.all(), address, by_id=by_id)


def test_visible_item_is_found_by_slug_and_where_wanted_by_id() -> None:
    skill = make_skill(name="Python")
    assert found("python").item == skill
    assert found(str(skill.pk), by_id=True).item == skill
    assert found(str(skill.pk)).state is PublicState.NEVER


def test_old_address_leads_to_the_new_one() -> None:
    change(make_skill(name="Python"), slug="py")
    assert found("python").moved_to == "py"


def test_old_address_of_what_is_gone_is_gone_and_of_what_never_was_public_unknown() -> None:
    change(make_skill(name="Python"), slug="py", status="archived")
    change(make_skill(name="Secret", status="draft"), slug="hush")
    states = [found(slug).state for slug in ("python", "py", "secret", "hush", "nothing")]
    assert states == [PublicState.GONE, PublicState.GONE, PublicState.NEVER, PublicState.NEVER, PublicState.NEVER]


def test_legal_hold_is_said_of_what_was_public() -> None:
    change(make_skill(name="Python"), status="legal_hold")
    make_skill(name="Never", status="legal_hold")
    assert (found("python").state, found("never").state) == (PublicState.LEGAL_HOLD, PublicState.NEVER)


def test_of_two_hidden_items_at_one_address_the_one_that_was_public_is_told() -> None:
    """No save lets that happen; data that came past all rules may hold it."""
    make_skill(name="Here", status="draft")
    gone = change(make_skill(name="Gone"), status="archived")
    Redirect.objects.create(item_type="skill", slug="here", item_id=gone.pk)
    assert found("here").state is PublicState.GONE


def test_lookup_of_a_visible_item_takes_one_query(django_assert_num_queries) -> None:
    make_skill(name="Python")
    with django_assert_num_queries(1):  # the item
        found("python")
