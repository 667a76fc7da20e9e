"""Reads the map: three queries, whatever the amount of content."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from articles.models import LearningPath, Skill, SkillPrerequisite, Step
from articles.publishing import published_q
from articles.reading.texts import item_url

from .shape import MapGroup, MapPath, MapSkill, SkillMap

# The types whose items show on the map.
MAP_MODELS = (Skill, LearningPath)

type SkillRow = tuple[UUID, str, str, str, str | None, str | None, int | None]


def load_map(at: datetime | None = None) -> SkillMap:
    at = at or timezone.now()
    columns = ("id", "name", "slug", "sort_key", "group__slug", "group__name", "group__position")
    rows: list[SkillRow] = list(Skill.objects.published(at).order_by("sort_key", "id").values_list(*columns))
    skills = {
        pk: MapSkill(pk, name, item_url("skill", slug), key, group or "") for pk, name, slug, key, group, *_ in rows
    }
    return SkillMap(skills, load_needs(skills, at), find_groups(rows), load_paths(at))


def find_groups(rows: list[SkillRow]) -> tuple[MapGroup, ...]:
    """Those that have a skill; skills without a group stand last, in a group without a name."""
    found = {(position, slug, name) for *_skill, slug, name, position in rows if slug and name and position is not None}
    groups = [MapGroup(slug, name, number) for number, (_, slug, name) in enumerate(sorted(found), start=1)]
    has_others = any(not row[4] for row in rows)
    return (*groups, *([MapGroup("", "", len(groups) + 1)] if has_others else []))


def load_needs(skills: dict[UUID, MapSkill], at: datetime) -> dict[UUID, tuple[UUID, ...]]:
    visible = SkillPrerequisite.objects.filter(published_q(at, "skill__"), published_q(at, "prerequisite__"))
    needs: dict[UUID, list[UUID]] = defaultdict(list)
    for skill, need in visible.values_list("skill_id", "prerequisite_id"):
        if skill in skills and need in skills:
            needs[skill].append(need)
    return {skill: tuple(sorted(found, key=lambda need: skills[need].sort_key)) for skill, found in needs.items()}


def load_paths(at: datetime) -> tuple[MapPath, ...]:
    """Those that teach a visible skill."""
    links = Step.skills.through._default_manager.filter(published_q(at, "step__path__"), published_q(at, "skill__"))
    names: dict[str, str] = {}
    found: dict[str, set[UUID]] = defaultdict(set)
    ordered = links.order_by("step__path__sort_key", "step__path_id")
    for slug, name, skill in ordered.values_list("step__path__slug", "step__path__name", "skill_id"):
        names[slug] = name
        found[slug].add(skill)
    return tuple(MapPath(slug, name, frozenset(found[slug])) for slug, name in names.items())
