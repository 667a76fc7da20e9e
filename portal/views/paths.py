"""What only a learning path's page shows: its steps, and the time they take."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from articles.models import LearningPath, Step
from articles.reading.items.links import NamedItem, load_step_links


@dataclass(frozen=True, slots=True)
class ShownStep:
    step: Step
    skills: list[NamedItem]
    articles: list[NamedItem]


def with_effort(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `step_count` and `hours`, the sum of all steps' hours."""
    return rows.annotate(step_count=Count("steps"), hours=Sum("steps__hours"))


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
