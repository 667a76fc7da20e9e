"""What only a learning path's page shows: its steps, and the time they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models import LearningPath, Step
from articles.reading.items.parts import PathPart
from articles.reading.items.shown import ShownItem
from articles.reading.items.steps import ShownStep


@dataclass(frozen=True, slots=True)
class PathContext:
    steps: Sequence[ShownStep]
    hours: int
    required_hours: int


def path_context(shown: ShownItem[LearningPath, PathPart]) -> PathContext:
    return PathContext(shown.part.steps, shown.part.hours, shown.part.required_hours)


def with_effort(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `step_count` and `hours`, the sum of all steps' hours, None without steps.

    Each row is asked for by itself: joined and grouped, the steps of all paths would be gone over for each page of the list.
    """
    steps = Step.objects.filter(path=OuterRef("pk")).order_by().values("path")
    number, hours = steps.annotate(number=Count("pk")), steps.annotate(total=Sum("hours"))
    return rows.annotate(
        step_count=Coalesce(Subquery(number.values("number")), 0), hours=Subquery(hours.values("total"))
    )
