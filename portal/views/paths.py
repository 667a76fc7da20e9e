"""What only a learning path's page shows: its steps, and the time they take."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models import LearningPath, Step
from articles.reading.items.links import NamedItem, load_step_links


@dataclass(frozen=True, slots=True)
class ShownStep:
    step: Step
    skills: list[NamedItem]
    articles: list[NamedItem]


def with_effort(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `step_count` and `hours`, the sum of all steps' hours, None without steps.

    Each row is asked for by itself: joined and grouped, the steps of all paths would be gone over for each page of the list.
    """
    steps = Step.objects.filter(path=OuterRef("pk")).order_by().values("path")
    number, hours = steps.annotate(number=Count("pk")), steps.annotate(total=Sum("hours"))
    return rows.annotate(
        step_count=Coalesce(Subquery(number.values("number")), 0), hours=Subquery(hours.values("total"))
    )


def load_more(path: LearningPath, at: datetime) -> dict[str, Any]:
    """Two queries, whatever the number of steps."""
    steps = list(path.steps.order_by("position"))
    links = load_step_links(path, at)
    return {
        "steps": [
            ShownStep(one, links.get((one.pk, "skills"), []), links.get((one.pk, "articles"), [])) for one in steps
        ],
        "hours": sum(step.hours for step in steps),
        "required_hours": sum(step.hours for step in steps if step.is_required),
    }
