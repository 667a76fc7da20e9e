"""The map of skills without a browser: columns, places, curves, the SVG itself, at 300 skills too."""

import gzip
import itertools
import random
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest

from articles.reading.skillmap import Layout, MapGroup, MapSkill, draw, lay_out, lay_out_neighbours
from articles.reading.skillmap.layout import BOX_HEIGHT, BOX_WIDTH, MAX_COLUMNS
from articles.reading.skillmap.ordering import count_crossings, order_columns
from articles.reading.skillmap.wrapping import LINE_EMS, width, wrap

SVG = "{http://www.w3.org/2000/svg}"
GROUPS = [MapGroup(f"group-{number}", f"Group {number}", number) for number in range(1, 11)]


def skill(number: int, group: int = 1, name: str = "") -> MapSkill:
    name = name or f"Skill number {number:03}"
    return MapSkill(UUID(int=number), name, f"/skills/s{number}/", name.lower(), f"group-{group}")


def many(count: int) -> Layout:
    """So many skills in ten groups, each with up to four prerequisites among those before it."""
    chance = random.Random(5)  # noqa: S311  the same each time
    skills = [skill(number, 1 + number % 10) for number in range(1, count + 1)]
    needs = {
        one.id: [other.id for other in chance.sample(skills[max(0, at - 60) : at], min(at, chance.randint(0, 4)))]
        for at, one in enumerate(skills)
    }
    return lay_out(skills, GROUPS, needs)


def by_name(layout: Layout) -> dict[str, tuple[int, int]]:
    return {box.skill.name: (box.x, box.y) for box in layout.boxes}


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314  our own


def test_skill_stands_right_of_all_that_it_needs():
    one, two, three = skill(1, name="a"), skill(2, name="b"), skill(3, name="c")

    places = by_name(lay_out([three, two, one], GROUPS, {two.id: [one.id], three.id: [one.id, two.id]}))

    assert places["a"][0] < places["b"][0] < places["c"][0]


def test_groups_stand_below_each_other_and_skills_by_name():
    skills = [skill(1, 2, "d"), skill(2, 1, "c"), skill(3, 1, "b"), skill(4, 2, "a")]

    layout = lay_out(skills, GROUPS, {})

    assert [band.group.number for band in layout.bands] == [1, 2]
    assert [box.skill.name for box in layout.boxes] == ["b", "c", "a", "d"]
    assert [box.number for box in layout.boxes] == [1, 2, 3, 4]
    tops = [box.y for box in layout.boxes]
    assert tops == sorted(tops)


def test_skills_stand_beside_what_they_need_so_that_no_line_crosses():
    a, b, c, d, e, f = (skill(number, name=name) for number, name in enumerate("abcdef", start=1))

    layout = lay_out([a, b, c, d, e, f], GROUPS, {d.id: [c.id], e.id: [b.id], f.id: [a.id]})

    places = by_name(layout)
    assert [places[one][1] for one in "abc"] == [places[one][1] for one in "fed"]


def test_crossings_are_counted_between_the_same_two_columns():
    a, b, c, d = (UUID(int=number) for number in range(4))

    assert count_crossings([[a, b], [c, d]], [(a, d), (b, c)]) == 1
    assert count_crossings([[a, b], [c, d]], [(a, c), (b, d)]) == 0
    assert count_crossings([[a, b], [c, d]], [(a, c), (a, d), (b, d)]) == 0


@pytest.mark.parametrize("seed", range(5))
def test_order_has_fewer_crossings_than_the_names(seed):
    chance = random.Random(seed)  # noqa: S311  the same each time
    columns = [[UUID(int=10 * column + row) for row in range(8)] for column in range(4)]
    links = [(one, chance.choice(after)) for before, after in itertools.pairwise(columns) for one in before]

    ordered = order_columns(columns, links)

    assert [sorted(column) for column in ordered] == columns
    assert count_crossings(ordered, links) < count_crossings(columns, links) / 2


def test_long_chain_shares_the_columns():
    skills = [skill(number) for number in range(1, 13)]
    needs = {later.id: [earlier.id] for earlier, later in itertools.pairwise(skills)}

    layout = lay_out(skills, GROUPS, needs)

    columns = [box.x for box in sorted(layout.boxes, key=lambda box: box.skill.id)]
    assert columns == sorted(columns)
    assert len(set(columns)) == MAX_COLUMNS
    assert len(layout.edges) == 11


def test_circle_is_drawn_all_the_same():
    one, two = skill(1), skill(2)

    layout = lay_out([one, two], GROUPS, {one.id: [two.id], two.id: [one.id]})

    assert (len(layout.boxes), len(layout.edges)) == (2, 2)


def test_prerequisite_that_is_left_out_draws_no_line_and_moves_nothing():
    one, two = skill(1), skill(2)

    layout = lay_out([two], GROUPS, {two.id: [one.id]})

    assert (len(layout.boxes), layout.edges) == (1, ())


def test_nothing_is_laid_out_for_nothing():
    layout = lay_out([], GROUPS, {})

    assert (layout.boxes, layout.height) == ([], 0)


@pytest.mark.parametrize("count", [1, 79, 300, 400])
def test_no_box_overlaps_another_and_each_lies_within_its_band(count):
    layout = many(count)

    assert len(layout.boxes) == count
    for one, other in itertools.combinations(layout.boxes, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
    for band in layout.bands:
        for box in band.boxes:
            assert band.y < box.y
            assert box.y + BOX_HEIGHT <= band.y + band.height
            assert box.x >= 0
            assert box.x + BOX_WIDTH <= layout.width
    for above, below in itertools.pairwise(layout.bands):
        assert above.y + above.height < below.y
    assert layout.bands[-1].y + layout.bands[-1].height == layout.height


def test_order_is_reading_order_at_300_skills():
    layout = many(300)

    for band in layout.bands:
        places = [(box.x, box.y) for box in band.boxes]
        assert places == sorted(places)


def test_every_line_runs_from_the_left_to_the_right_or_within_a_column():
    layout = many(300)
    boxes = {box.number: box for box in layout.boxes}

    assert layout.edges
    assert all(boxes[edge.source].x <= boxes[edge.target].x for edge in layout.edges)


def test_drawing_of_300_skills_is_small():
    assert len(gzip.compress(draw(many(300), label_id="x").encode(), 6)) < 40_000


def test_drawing_is_a_link_for_each_skill_in_order_and_a_line_for_each_need():
    layout = many(79)

    svg = parse(draw(layout, label_id="x"))

    links = svg.findall(f"{SVG}a")
    assert [link.get("href") for link in links] == [box.skill.url for box in layout.boxes]
    assert [link.findtext(f"{SVG}title") for link in links] == [box.skill.name for box in layout.boxes]
    assert [" ".join("".join(link.find(f"{SVG}text").itertext()).split()) for link in links] == [  # type: ignore[union-attr]
        " ".join(box.lines) for box in layout.boxes
    ]
    assert len(svg.findall(f".//{SVG}path[@data-edge]")) == len(layout.edges)


def test_lines_between_groups_stand_apart():
    one, two, three = skill(1, 1), skill(2, 1), skill(3, 2)
    layout = lay_out([one, two, three], GROUPS, {two.id: [one.id], three.id: [one.id, two.id]})

    svg = parse(draw(layout, label_id="x"))

    far = svg.findall(f".//{SVG}g[@class='far']/{SVG}path")
    assert [path.get("data-edge") for path in far] == ["1 3", "2 3"]
    assert [path.get("data-edge") for path in svg.findall(f"{SVG}g[@class='edges']/{SVG}path")] == ["1 2"]


def test_each_group_has_a_shape_of_its_own_and_keeps_it():
    first, second = skill(1, 1), skill(2, 2)
    marks = [
        {
            use.get("href")
            for use in parse(draw(lay_out(skills, GROUPS, {}), label_id="x")).findall(f"{SVG}a/{SVG}use[1]")
        }
        for skills in ([first, second], [second])
    ]
    assert marks == [{"#mark-1", "#mark-2"}, {"#mark-2"}]


def test_names_are_escaped():
    layout = lay_out([skill(1, name='<b>"&')], [MapGroup("group-1", "<i>&", 1)], {})

    svg = parse(draw(layout, label_id="x"))

    assert svg.findtext(f".//{SVG}title") == '<b>"&'
    assert svg.findtext(f".//{SVG}g/{SVG}text") == "<i>&"


def test_neighbours_stand_left_and_right_and_the_skill_itself_is_the_page():
    middle, group = skill(5, name="middle"), MapGroup("", "", 1)
    layout = lay_out_neighbours(middle, [skill(1, name="b"), skill(2, name="a")], [skill(3, name="c")], group=group)
    number = next(box.number for box in layout.boxes if box.skill == middle)

    svg = parse(draw(layout, label_id="x", current=number, has_heads=False))

    places = by_name(layout)
    assert places["a"][0] == places["b"][0] < places["middle"][0] < places["c"][0]
    assert [link.findtext(f"{SVG}title") for link in svg.findall(f"{SVG}a[@aria-current='page']")] == ["middle"]
    assert all(0 <= box.y <= layout.height - BOX_HEIGHT for box in layout.boxes)
    assert len(layout.edges) == 3


def test_side_without_skills_has_no_column():
    middle = skill(5)
    alone = lay_out_neighbours(middle, [], [skill(3)], group=MapGroup("", "", 1))

    assert len({box.x for box in alone.boxes}) == 2


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Python", ("Python",)),
        ("Embeddings and vector search", ("Embeddings and", "vector search")),
        ("Few-shot and chain-of-thought prompting", ("Few-shot and", "chain-of-thought", "prompting")),
        ("Donaudampfschifffahrtsgesellschaft", ("Donaudampfschifff", "ahrtsgesellschaft")),
        ("機械学習の基礎となる線形代数", ("機械学習の基礎となる", "線形代数")),
        ("", ("",)),
    ],
)
def test_name_is_broken_into_lines(name, lines):
    assert wrap(name) == lines


@pytest.mark.parametrize("name", ["word " * 60, "w" * 200, "W" * 200, "e\u0301" * 200, "字" * 200])
def test_long_name_is_cut_to_what_the_box_holds(name):
    lines = wrap(name)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(width(line) <= LINE_EMS for line in lines)
