"""What the map is made of: small frozen values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MapSkill:
    """group: the slug of its group, empty for none."""

    id: UUID
    name: str
    url: str
    sort_key: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class MapGroup:
    """number: counted from 1 over all groups, so that a group keeps its colour and shape under every filter."""

    slug: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class MapPath:
    slug: str
    name: str
    skills: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class SkillMap:
    """Visible skills only. groups: in their order, the nameless one last. needs: a skill's prerequisites, by its id."""

    skills: Mapping[UUID, MapSkill]
    needs: Mapping[UUID, tuple[UUID, ...]]
    groups: tuple[MapGroup, ...] = ()
    paths: tuple[MapPath, ...] = ()

    def prerequisites(self, skill: UUID) -> list[MapSkill]:
        """Also those that the filters leave out."""
        return [self.skills[need] for need in self.needs.get(skill, ())]

    def on_paths(self, slugs: Collection[str]) -> frozenset[UUID]:
        return frozenset[UUID]().union(*(path.skills for path in self.paths if path.slug in slugs))


def narrow(whole: SkillMap, groups: Collection[str], paths: Collection[str]) -> list[MapSkill]:
    """The skills in one of the groups and on one of the paths; no values of a kind narrow nothing."""
    on_paths = whole.on_paths(paths)
    return [
        skill
        for skill in whole.skills.values()
        if (not groups or skill.group in groups) and (not paths or skill.id in on_paths)
    ]
