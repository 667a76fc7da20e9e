"""The drawing: a layout as SVG, all of it escaped by Django's `format_html`. Pure.

Its looks, in both themes, are the classes of `portal/static/css/map.css`.
"""

from django.utils.html import format_html, format_html_join

from .layout import BOX_HEIGHT, BOX_WIDTH, Band, Box, Layout

LINE_HEIGHT = 14
MARK_X, TEXT_X = 12, 24
# A shape beside the colour: eight of each, repeated where there are more groups.
SHAPES = (
    "M-4-4H4V4H-4Z",
    "M0-5L5 4H-5Z",
    "M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0-4.5 0Z",
    "M0-5.5L5.5 0L0 5.5L-5.5 0Z",
    "M-5-4H5L0 5Z",
    "M-1.6-5H1.6V-1.6H5V1.6H1.6V5H-1.6V1.6H-5V-1.6H-1.6Z",
    "M-5-2H5V2H-5Z",
    "M-2.5-5H2.5L5 0L2.5 5H-2.5L-5 0Z",
)


CHECK = "M-4 0L-1 3.5L5-4"


def look(group: int) -> int:
    """1 to 8: the number of a group's colour and shape."""
    return (group - 1) % len(SHAPES) + 1


def draw(layout: Layout, *, label_id: str, current: int = 0, has_heads: bool = True) -> str:
    """label_id: the id of the element that names the drawing. current: the number of the box that is this page."""
    size = (layout.width, layout.height)
    heads = format_html_join("", "{}", ((draw_head(layout, band),) for band in layout.bands if has_heads))
    boxes = format_html_join(
        "", "{}", ((draw_box(box, is_current=box.number == current, has_mark=has_heads),) for box in layout.boxes)
    )
    return format_html(
        '<svg class="map-drawing" role="group" aria-labelledby="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
        "{}{}{}{}</svg>",
        label_id, *size, *size, draw_definitions(layout, has_marks=has_heads), heads, draw_edges(layout), boxes,
    )  # fmt: skip


def draw_definitions(layout: Layout, *, has_marks: bool) -> str:
    used = sorted({look(band.group.number) for band in layout.bands}) if has_marks else []
    shapes = format_html_join("", '<path id="mark-{}" d="{}"/>', ((one, SHAPES[one - 1]) for one in used))
    return format_html(
        '<defs><marker id="tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6"'
        ' orient="auto"><path class="tip" d="M0 0L6 3L0 6Z"/></marker><path id="check" d="{}"/>{}</defs>',
        CHECK,
        shapes,
    )


def draw_head(layout: Layout, band: Band) -> str:
    """The band's ground, its mark and its name; screen readers have the list for it."""
    number = look(band.group.number)
    return format_html(
        '<g class="band g{}" aria-hidden="true"><rect y="{}" width="{}" height="{}" rx="8"/>'
        '<use href="#mark-{}" x="20" y="{}"/><text x="32" y="{}">{}</text></g>',
        number, band.y, layout.width, band.height, number, band.y + 18, band.y + 23, band.group.name,
    )  # fmt: skip


def draw_edges(layout: Layout) -> str:
    """Lines to other groups apart: there are many of them, so the style sheet shows them only where they are asked for."""
    far, near = (
        format_html_join(
            "",
            '<path data-edge="{} {}" d="{}"/>',
            ((edge.source, edge.target, edge.curve) for edge in layout.edges if edge.is_far is is_far),
        )
        for is_far in (True, False)
    )
    return format_html('<g class="edges" aria-hidden="true"><g class="far">{}</g>{}</g>', far, near)


def draw_box(box: Box, *, is_current: bool, has_mark: bool) -> str:
    number = look(box.group)
    mark = format_html('<use href="#mark-{}" x="{}" y="{}"/>', number, box.x + MARK_X, box.y + BOX_HEIGHT // 2)
    return format_html(
        '<a class="node g{}" href="{}" data-node="{}" aria-current="{}"><title>{}</title>'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="6"/>{}<text>{}</text>'
        '<use class="check" href="#check" x="{}" y="{}"/></a>',
        number, box.skill.url, box.number, "page" if is_current else "false", box.skill.name,
        box.x, box.y, BOX_WIDTH, BOX_HEIGHT, mark if has_mark else "", draw_lines(box, TEXT_X if has_mark else MARK_X),
        box.x + BOX_WIDTH - MARK_X, box.y + MARK_X,
    )  # fmt: skip


def draw_lines(box: Box, indent: int) -> str:
    first = box.y + BOX_HEIGHT // 2 + 4 - (len(box.lines) - 1) * LINE_HEIGHT // 2
    spans = ((box.x + indent, first + at * LINE_HEIGHT, line) for at, line in enumerate(box.lines))
    return format_html_join(" ", '<tspan x="{}" y="{}">{}</tspan>', spans)
