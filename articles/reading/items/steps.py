"""The steps of a learning path, with what readers see behind each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from articles.models import Article, LearningPath, Skill, Step
from articles.reading.items.links import NamedItem, named_values, union_rows


@dataclass(frozen=True, slots=True)
class ShownStep:
    """skills, articles: those that readers see, each from A to Z."""

    step: Step
    skills: list[NamedItem]
    articles: list[NamedItem]


def load_steps(path: LearningPath, at: datetime) -> list[ShownStep]:
    """In their order: two queries, whatever their number."""
    links = load_step_links(path, at)
    steps = path.steps.order_by("position")
    return [ShownStep(one, links.get((one.pk, "skills"), []), links.get((one.pk, "articles"), [])) for one in steps]


def load_step_links(path: LearningPath, at: datetime | None = None) -> dict[tuple[int, str], list[NamedItem]]:
    """What readers see behind the steps of a path, by step id and link ("skills", "articles"): one query."""
    at = at or timezone.now()
    skills = Step.skills.through._default_manager.filter(step__path=path.pk)
    articles = Step.articles.through._default_manager.filter(step__path=path.pk)
    parts = (
        named_values(skills, Skill, F("step_id"), prefix="skill__", at=at),
        named_values(articles, Article, F("step_id"), prefix="article__", at=at),
    )
    found: dict[tuple[int, str], list[NamedItem]] = {}
    for step_id, named in sorted(union_rows(parts), key=lambda row: (row[1].sort_key, row[1].id)):
        found.setdefault((step_id, f"{named.type}s"), []).append(named)
    return found
