"""The visibility rule: SQL and instance agree on every row of a table, and so does what a face answers."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from articles.models import Skill
from articles.publishing import PublicState, Status, published_q
from tests.factories import make_article, make_skill

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
INSTANTS = [None, NOW - timedelta(days=2), NOW - timedelta(microseconds=1), NOW, NOW + timedelta(microseconds=1)]


def table() -> list[Skill]:
    """Every status with every pair of times that the constraints allow, in the database."""
    rows = []
    for number, (status, publish_at, expire_at) in enumerate(product(Status.values, INSTANTS, INSTANTS)):
        if (status == Status.PUBLISHED and publish_at is None) or (
            publish_at and expire_at and expire_at <= publish_at
        ):
            continue
        row = Skill(name=f"S{number}", slug=f"s{number}", status=status, publish_at=publish_at, expire_at=expire_at)
        row.created_at = row.updated_at = NOW
        row.set_keys()
        rows.append(row)
    return Skill.objects.bulk_create(rows)


def test_rule_in_sql_and_its_twin_agree_on_every_row() -> None:
    rows = table()
    in_sql = set(Skill.objects.published(NOW).values_list("pk", flat=True))
    assert in_sql == {row.pk for row in rows if row.is_published(NOW)}
    assert 0 < len(in_sql) < len(rows)


def test_published_begins_at_its_instant_and_ends_before_its_expiry() -> None:
    skill = make_skill(publish_at=NOW.isoformat(), expire_at=(NOW + timedelta(hours=1)).isoformat())
    seen = [skill.is_published(NOW + timedelta(seconds=s)) for s in (-1, 0, 3599, 3600)]
    assert seen == [False, True, True, False]


def test_rule_over_a_relation_hides_what_links_to_the_hidden() -> None:
    hidden, shown = make_skill(status="draft"), make_skill()
    article = make_article(skills=[hidden, shown])
    rows = type(article).objects.filter(published_q(NOW + timedelta(days=3650), "skills__"))
    assert list(rows.values_list("skills", flat=True)) == [shown.pk]


@pytest.mark.parametrize(
    ("status", "was_public", "state"),
    [
        (Status.DRAFT, False, PublicState.NEVER),
        (Status.LEGAL_HOLD, False, PublicState.NEVER),
        (Status.TRASHED, False, PublicState.NEVER),
        (Status.DRAFT, True, PublicState.GONE),
        (Status.ARCHIVED, True, PublicState.GONE),
        (Status.WITHDRAWN, True, PublicState.GONE),
        (Status.TRASHED, True, PublicState.GONE),
        (Status.LEGAL_HOLD, True, PublicState.LEGAL_HOLD),
    ],
)
def test_answer_for_what_is_not_visible(status, was_public, state) -> None:
    skill = Skill(status=status, first_published_at=NOW - timedelta(days=1) if was_public else None)
    assert skill.public_state(NOW) is state


def test_expired_is_gone_and_scheduled_was_never_there() -> None:
    day = timedelta(days=1)
    expired = Skill(status="published", publish_at=NOW - 2 * day, expire_at=NOW - day, first_published_at=NOW - 2 * day)
    scheduled = Skill(status="published", publish_at=NOW + day, first_published_at=NOW + day)
    assert (expired.public_state(NOW), scheduled.public_state(NOW)) == (PublicState.GONE, PublicState.NEVER)


@pytest.mark.parametrize("status", ["published", "review", "archived"])
def test_what_was_public_and_has_a_date_to_come_is_not_gone(status: str) -> None:
    day = timedelta(days=1)
    postponed = Skill(status=status, publish_at=NOW + day, first_published_at=NOW - day)
    assert postponed.public_state(NOW) is PublicState.NEVER
    assert Skill(status="legal_hold", publish_at=NOW + day, first_published_at=NOW - day).public_state(NOW) == 451
