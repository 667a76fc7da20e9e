"""The portal's own drawings, which a text shows by `![what it shows](diagram:name)`: SVG files of the product.

They are static files, so that they are there before any content is; editors' pictures are in `articles.media.shown_pictures`.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.templatetags.static import static

from articles.rendering import PictureTarget

FOLDER = Path(__file__).parent.parent / "static" / "diagrams"
VIEW_BOX = re.compile(r'viewBox="0 0 (?P<width>\d+) (?P<height>\d+)"')


def find_diagrams(names: Iterable[str]) -> dict[str, PictureTarget]:
    """The file and the size of those diagrams that there are."""
    sizes = {name: size for name in names if (size := read_sizes().get(name))}
    return {
        name: PictureTarget(url=static(f"diagrams/{name}.svg"), width=width, height=height)
        for name, (width, height) in sizes.items()
    }


@cache
def read_sizes() -> dict[str, tuple[int, int]]:
    """(width, height) of each diagram in CSS pixels, from its `viewBox`."""
    boxes = {path.stem: VIEW_BOX.search(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.svg"))}
    return {name: (int(box["width"]), int(box["height"])) for name, box in boxes.items() if box}
