"""What `manage.py check` says of lists: orders without an index, filters that share a name."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db.models import F, Index, Q

from articles.reading.lists.filter_kinds import by_words
from articles.reading.lists.filters import LISTINGS
from articles.reading.lists.paging import Ordering


def told() -> list[tuple[str | None, str]]:
    return [(one.id, one.msg) for one in run_checks(tags=["types"])]


def use(monkeypatch: Any, **changes: Any) -> None:
    monkeypatch.setitem(LISTINGS, "skill", replace(LISTINGS["skill"], **changes))


def test_every_declared_order_has_its_index() -> None:
    assert told() == []


@pytest.mark.parametrize(
    "index",
    [
        None,
        Index(F("version"), F("id"), name="skill_wanted"),
        Index(fields=["version"], name="skill_wanted"),
        Index(fields=["status", "version"], name="skill_wanted"),
        Index(fields=["status", "version", "slug", "id"], name="skill_wanted"),
        Index(fields=["version", "status", "id"], name="skill_wanted"),
        Index(fields=["-version", "id"], name="skill_wanted"),
        Index(fields=["version", "id"], name="skill_other"),
        Index(fields=["version", "id"], name="skill_wanted", condition=Q(version__gt=1)),
    ],
    ids=str,
)
def test_order_without_a_fitting_index_is_told(monkeypatch, index) -> None:
    model = LISTINGS["skill"].model
    monkeypatch.setattr(model._meta, "indexes", [*model._meta.indexes, *([index] if index else [])])
    use(monkeypatch, orderings=(Ordering("version", "version", "by version", "%(class)s_wanted"),))
    [(number, text)] = told()
    assert (number, "Skill is ordered by version without an index" in text) == ("articles.E021", True)


@pytest.mark.parametrize(
    "fields", [["status", "version", "id"], ["version", "id", "slug"], ["-version", "-id"]], ids=str
)
def test_order_with_a_fitting_index_is_not_told(monkeypatch, fields) -> None:
    model = LISTINGS["skill"].model
    monkeypatch.setattr(model._meta, "indexes", [Index(fields=fields, name="skill_wanted")])
    use(monkeypatch, orderings=(Ordering("version", "version", "by version", "%(class)s_wanted"),))
    assert told() == []


@pytest.mark.parametrize("names", [["q", "q"], ["ordering"], ["cursor"]])
def test_filter_that_cannot_be_told_from_another_parameter_is_told(monkeypatch, names) -> None:
    model = LISTINGS["skill"].model
    use(monkeypatch, filters=tuple(by_words(model, name) for name in names))
    assert [number for number, _text in told()] == ["articles.E020"]
