"""The map of skills: a list that can be walked and a drawing, both of the same layout."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.history.kept_values import Kept, keep, keep_derived
from articles.reading.skillmap import (
    MAP_MODELS,
    MapSkill,
    SkillMap,
    draw,
    lay_out,
    load_map,
    narrow,
)
from portal.context import template_context
from portal.views.caching import public_page
from portal.views.filters import read_values

MAX_DRAWN = 400


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One choice of a filter, and how many skills it leaves."""

    name: str
    url: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for; values that name nothing are among them, and match nothing."""

    groups: tuple[str, ...]
    paths: tuple[str, ...]

    @property
    def is_filtered(self) -> bool:
        return bool(self.groups or self.paths)

    @property
    def query(self) -> str:
        pairs = [("group", one) for one in self.groups] + [("path", one) for one in self.paths]
        return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The list and the drawing, as HTML."""

    listing: str
    drawing: str


@dataclass(frozen=True, slots=True)
class MapContext:
    """count: of the skills shown. drawn: None where there are none, or too many to draw."""

    chosen: Chosen
    count: int
    group_links: Sequence[FilterLink]
    path_links: Sequence[FilterLink]
    drawn: Drawn | None
    current_list: str


@public_page
def skill_map(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    kept = keep("map", lambda: load_map(at), models=MAP_MODELS, at=at)
    whole = kept.value
    chosen = Chosen(tuple(read_values(request.GET.getlist("group"))), tuple(read_values(request.GET.getlist("path"))))
    skills = narrow(whole, chosen.groups, chosen.paths)
    context = MapContext(
        chosen=chosen,
        count=len(skills),
        group_links=group_links(whole, chosen, request.path),
        path_links=path_links(whole, chosen, request.path),
        drawn=draw_kept(kept, skills, chosen) if 0 < len(skills) <= MAX_DRAWN else None,
        current_list="map",
    )
    return render(request, "map/map.html", template_context(context))


def draw_kept(kept: Kept[SkillMap], skills: Sequence[MapSkill], chosen: Chosen) -> Drawn:
    """Kept for one group and one path at most: the ways to combine several are too many."""
    if len(chosen.groups) > 1 or len(chosen.paths) > 1:
        return draw_skills(kept.value, skills)
    name = f"drawing {get_language()} {chosen.query}"
    return keep_derived(kept, name, lambda: draw_skills(kept.value, skills))


def draw_skills(whole: SkillMap, skills: Sequence[MapSkill]) -> Drawn:
    groups = [replace(group, name=group.name or _("Other skills")) for group in whole.groups]
    layout = lay_out(skills, groups, whole.needs)
    # Also the prerequisites that the filters leave out.
    bands = [(band, [(box, whole.prerequisites(box.skill.id)) for box in band.boxes]) for band in layout.bands]
    return Drawn(render_to_string("map/_list.html", {"bands": bands}), draw(layout, label_id="drawing"))


def group_links(whole: SkillMap, chosen: Chosen, path: str) -> list[FilterLink]:
    """A group takes the place of the one that is chosen; the chosen path stays. Groups without a skill are left out."""
    counts = Counter(skill.group for skill in narrow(whole, (), chosen.paths))
    everything = FilterLink(
        _("All groups"), address(path, replace(chosen, groups=())), counts.total(), not chosen.groups
    )
    links = [
        FilterLink(
            group.name,
            address(path, replace(chosen, groups=(group.slug,))),
            counts[group.slug],
            group.slug in chosen.groups,
        )
        for group in whole.groups
        if group.slug and (counts[group.slug] or group.slug in chosen.groups)
    ]
    return [everything, *links]


def path_links(whole: SkillMap, chosen: Chosen, path: str) -> list[FilterLink]:
    skills = {skill.id for skill in narrow(whole, chosen.groups, ())}
    everything = FilterLink(_("All paths"), address(path, replace(chosen, paths=())), len(skills), not chosen.paths)
    links = [
        FilterLink(
            one.name,
            address(path, replace(chosen, paths=(one.slug,))),
            len(one.skills & skills),
            one.slug in chosen.paths,
        )
        for one in whole.paths
        if one.skills & skills or one.slug in chosen.paths
    ]
    return [everything, *links]


def address(path: str, chosen: Chosen) -> str:
    return f"{path}{chosen.query}"
