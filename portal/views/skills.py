"""What only a skill's page shows: a small map of what it needs and what it leads to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from articles.models import Skill
from articles.reading.items.links import NamedItem
from articles.reading.skillmap import MapGroup, MapSkill, draw, lay_out_neighbours
from portal.views.linked_lists import ShownLinks

ONE_GROUP = MapGroup("", "", 1)


def load_further(skill: Skill, links: dict[str, ShownLinks], _at: datetime) -> dict[str, Any]:
    """The drawing; none where the skill stands alone."""
    before, after = (to_map(links[name].items) for name in ("prerequisites", "leads_to"))
    if not before and not after:
        return {}
    centre = MapSkill(skill.pk, skill.name, "#main", skill.sort_key)
    layout = lay_out_neighbours(centre, before, after, group=ONE_GROUP)
    current = next(box.number for box in layout.boxes if box.skill is centre)
    return {"neighbours": draw(layout, label_id="neighbours", current=current, has_heads=False)}


def to_map(items: Sequence[NamedItem]) -> list[MapSkill]:
    return [MapSkill(one.id, one.name, one.url, one.sort_key) for one in items]
