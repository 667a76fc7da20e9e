"""What only a skill's page shows: a small map of what it needs and what it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Skill
from articles.reading.items.links import NamedItem
from articles.reading.items.shown import ShownItem
from articles.reading.skillmap import MapGroup, MapSkill, draw, lay_out_neighbours

ONE_GROUP = MapGroup("", "", 1)


@dataclass(frozen=True, slots=True)
class SkillContext:
    """neighbours: a drawing as SVG; empty where the skill stands alone."""

    neighbours: str


def skill_context(shown: ShownItem[Skill, None]) -> SkillContext:
    before, after = (to_map(shown.links[name].items) for name in ("prerequisites", "leads_to"))
    return SkillContext(draw_neighbours(shown.item, before, after) if before or after else "")


def draw_neighbours(skill: Skill, before: Sequence[MapSkill], after: Sequence[MapSkill]) -> str:
    centre = MapSkill(skill.pk, skill.name, "#main", skill.sort_key)
    layout = lay_out_neighbours(centre, before, after, group=ONE_GROUP)
    current = next(box.number for box in layout.boxes if box.skill is centre)
    return draw(layout, label_id="neighbours", current=current, has_heads=False)


def to_map(items: Sequence[NamedItem]) -> list[MapSkill]:
    return [MapSkill(one.id, one.name, one.url, one.sort_key) for one in items]
