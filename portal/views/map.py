"""The map of skills: a list that can be walked and a drawing, both of the same layout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.keeping import Kept, keep, keep_derived
from articles.mapping import (
    MAP_MODELS,
    Band,
    Box,
    MapSkill,
    SkillMap,
    draw,
    lay_out,
    load_map,
    narrow,
)
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
    """rows: the bands with each box's prerequisites, also those that the filters leave out."""

    rows: list[tuple[Band, list[tuple[Box, list[MapSkill]]]]]
    drawing: str


@public_page
@require_safe
def skill_map(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    kept = keep("map", lambda: load_map(at), models=MAP_MODELS, at=at)
    whole = kept.value
    chosen = Chosen(tuple(read_values(request.GET.getlist("group"))), tuple(read_values(request.GET.getlist("path"))))
    skills = narrow(whole, chosen.groups, chosen.paths)
    context = {
        "chosen": chosen,
        "count": len(skills),
        "max_drawn": MAX_DRAWN,
        "group_links": group_links(whole, chosen, request.path),
        "path_links": path_links(whole, chosen, request.path),
        "drawn": draw_kept(kept, skills, chosen) if 0 < len(skills) <= MAX_DRAWN else None,
        "current_list": "map",
    }
    return render(request, "map/map.html", context)


def draw_kept(kept: Kept[SkillMap], skills: Sequence[MapSkill], chosen: Chosen) -> Drawn:
    """Kept for one group and one path at most: the ways to combine several are too many."""
    if len(chosen.groups) > 1 or len(chosen.paths) > 1:
        return draw_skills(kept.value, skills)
    name = f"drawing {get_language()} {chosen.query}"
    return keep_derived(kept, name, lambda: draw_skills(kept.value, skills))


def draw_skills(whole: SkillMap, skills: Sequence[MapSkill]) -> Drawn:
    groups = [replace(group, name=group.name or _("Other skills")) for group in whole.groups]
    layout = lay_out(skills, groups, whole.needs)
    rows = [(band, [(box, whole.prerequisites(box.skill.id)) for box in band.boxes]) for band in layout.bands]
    return Drawn(rows, draw(layout, label_id="drawing"))


def group_links(whole: SkillMap, chosen: Chosen, path: str) -> list[FilterLink]:
    """A group takes the place of the one that is chosen; the chosen path stays."""
    everything = FilterLink(
        _("All groups"),
        address(path, replace(chosen, groups=())),
        len(narrow(whole, (), chosen.paths)),
        not chosen.groups,
    )
    links = [
        FilterLink(
            group.name,
            address(path, replace(chosen, groups=(group.slug,))),
            len(narrow(whole, (group.slug,), chosen.paths)),
            group.slug in chosen.groups,
        )
        for group in whole.groups
        if group.slug
    ]
    return [everything, *(link for link in links if link.count or link.is_chosen)]


def path_links(whole: SkillMap, chosen: Chosen, path: str) -> list[FilterLink]:
    everything = FilterLink(
        _("All paths"),
        address(path, replace(chosen, paths=())),
        len(narrow(whole, chosen.groups, ())),
        not chosen.paths,
    )
    links = [
        FilterLink(
            one.name,
            address(path, replace(chosen, paths=(one.slug,))),
            len(narrow(whole, chosen.groups, (one.slug,))),
            one.slug in chosen.paths,
        )
        for one in whole.paths
    ]
    return [everything, *(link for link in links if link.count or link.is_chosen)]


def address(path: str, chosen: Chosen) -> str:
    return f"{path}{chosen.query}"
