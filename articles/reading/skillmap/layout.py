"""Where each skill stands: a band for each group, in columns from what comes first to what builds on it. Pure.

Boxes are in reading order: band by band, in a band column by column, in a column from the top. All figures are CSS pixels.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from .ordering import order_columns
from .shape import MapGroup, MapSkill
from .wrapping import wrap

MAX_COLUMNS = 5
BOX_WIDTH, BOX_HEIGHT = 160, 50
COLUMN_GAP, ROW_GAP = 30, 8
MARGIN, BAND_HEAD, BAND_GAP = 16, 34, 12
BEND = 18

type Cells = dict[int, list[MapSkill]]


@dataclass(frozen=True, slots=True)
class Box:
    """number: counted from 1, what edges refer to. lines: the name, cut where it is too long."""

    number: int
    skill: MapSkill
    group: int
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    group: MapGroup
    y: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """From a prerequisite to what needs it, by the numbers of their boxes. curve: the data of an SVG path.

    is_far: it leads to another group.
    """

    source: int
    target: int
    curve: str
    is_far: bool


@dataclass(frozen=True, slots=True)
class Layout:
    width: int
    height: int
    bands: tuple[Band, ...]
    edges: tuple[Edge, ...]

    @property
    def boxes(self) -> list[Box]:
        return [box for band in self.bands for box in band.boxes]


def lay_out(skills: Collection[MapSkill], groups: Sequence[MapGroup], needs: Mapping[UUID, Collection[UUID]]) -> Layout:
    """needs: prerequisites by skill; those that are not among `skills` count for nothing."""
    columns = find_columns({skill.id: list(needs.get(skill.id, ())) for skill in skills})
    bands: list[Band] = []
    top, number = 0, 1
    for group in groups:
        members = [skill for skill in skills if skill.group == group.slug]
        if members:
            cells = order_cells(fill_cells(members, columns), needs)
            band = make_band(group, cells, top, number)
            bands.append(band)
            top += band.height + BAND_GAP
            number += len(band.boxes)
    width = width_of(max(columns.values(), default=0) + 1)
    return Layout(width, max(top - BAND_GAP, 0), tuple(bands), make_edges(bands, needs))


def lay_out_neighbours(
    skill: MapSkill, before: Sequence[MapSkill], after: Sequence[MapSkill], *, group: MapGroup
) -> Layout:
    """A skill between what it needs and what it leads to; a side without skills has no column."""
    sides = [side for side in (before, [skill], after) if side]
    columns = {one.id: column for column, side in enumerate(sides) for one in side}
    needs = {skill.id: [one.id for one in before], **{one.id: [skill.id] for one in after}}
    cells = fill_cells([one for side in sides for one in side], columns)
    band = make_band(group, cells, -BAND_HEAD + BAND_GAP, 1, is_centred=True)
    return Layout(width_of(len(sides)), band.height - BAND_HEAD + BAND_GAP, (band,), make_edges([band], needs))


def width_of(columns: int) -> int:
    return 2 * MARGIN + columns * BOX_WIDTH + (columns - 1) * COLUMN_GAP


def find_columns(needs: Mapping[UUID, Collection[UUID]]) -> dict[UUID, int]:
    """The column of each skill: right of all its prerequisites, as long as `MAX_COLUMNS` are enough.

    Longer chains share columns evenly. Skills in a cycle, which editing refuses, would stand on the far right.
    """
    levels = find_levels(needs)
    count = max(levels.values(), default=0) + 1
    if count <= MAX_COLUMNS:
        return levels
    return {skill: level * MAX_COLUMNS // count for skill, level in levels.items()}


def find_levels(needs: Mapping[UUID, Collection[UUID]]) -> dict[UUID, int]:
    """The number of skills in the longest chain that leads to each skill."""
    open_needs = {skill: {need for need in found if need in needs} for skill, found in needs.items()}
    levels: dict[UUID, int] = {}
    level = 0
    while ready := [skill for skill, found in open_needs.items() if not found]:
        levels |= dict.fromkeys(ready, level)
        for skill in ready:
            del open_needs[skill]
        for found in open_needs.values():
            found.difference_update(ready)
        level += 1
    return levels | dict.fromkeys(open_needs, max(level - 1, 0))


def fill_cells(members: Iterable[MapSkill], columns: Mapping[UUID, int]) -> Cells:
    """The skills of each column by name."""
    cells: Cells = defaultdict(list)
    for skill in sorted(members, key=lambda one: (one.sort_key, one.id)):
        cells[columns[skill.id]].append(skill)
    return dict(sorted(cells.items()))


def order_cells(cells: Cells, needs: Mapping[UUID, Collection[UUID]]) -> Cells:
    """The same, so that few lines within the group cross: only these are always seen."""
    skills = {skill.id: skill for cell in cells.values() for skill in cell}
    links = [(need, skill) for skill in skills for need in needs.get(skill, ())]
    ordered = order_columns([[skill.id for skill in cell] for cell in cells.values()], links)
    return {column: [skills[one] for one in cell] for column, cell in zip(cells, ordered, strict=True)}


def make_band(group: MapGroup, cells: Cells, top: int, first_number: int, *, is_centred: bool = False) -> Band:
    """is_centred: shorter columns stand in the middle of the longest."""
    rows = max(map(len, cells.values()))
    boxes: list[Box] = []
    for column, cell in cells.items():
        x = MARGIN + column * (BOX_WIDTH + COLUMN_GAP)
        space = (rows - len(cell)) * (BOX_HEIGHT + ROW_GAP) // 2 if is_centred else 0
        for row, skill in enumerate(cell):
            y = top + BAND_HEAD + space + row * (BOX_HEIGHT + ROW_GAP)
            boxes.append(Box(first_number + len(boxes), skill, group.number, x, y, wrap(skill.name)))
    return Band(group, top, BAND_HEAD + rows * (BOX_HEIGHT + ROW_GAP) - ROW_GAP + BAND_GAP, tuple(boxes))


def make_edges(bands: Sequence[Band], needs: Mapping[UUID, Collection[UUID]]) -> tuple[Edge, ...]:
    boxes = {box.skill.id: box for band in bands for box in band.boxes}
    return tuple(
        Edge(boxes[need].number, box.number, curve(boxes[need], box), is_far=boxes[need].group != box.group)
        for box in boxes.values()
        for need in needs.get(box.skill.id, ())
        if need in boxes
    )


def curve(source: Box, target: Box) -> str:
    """From the right side to the left side; within a column along its left side."""
    y1, y2 = source.y + BOX_HEIGHT // 2, target.y + BOX_HEIGHT // 2
    if source.x == target.x:
        x = source.x
        return f"M{x} {y1}C{x - BEND} {y1} {x - BEND} {y2} {x} {y2}"
    x1, x2 = source.x + BOX_WIDTH, target.x
    bend = max(BEND, abs(x2 - x1) // 2)
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
