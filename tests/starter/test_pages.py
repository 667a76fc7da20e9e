"""The pages of the starter catalogue, all of them: how much a first view weighs, and whether their HTML is in order."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from django.contrib.staticfiles import finders
from lxml.html import document_fromstring

from tests.portal.reading import names_of, page_names
from tests.portal.views.outline import outline_faults
from tests.starter.pages import Page, starter_pages
from tests.vnu import check_pages

__all__ = ["starter_pages"]

MAX_BYTES = 40_000
STATIC = "/static/"
# What a stylesheet or a module asks for in its turn.
IMPORTS = re.compile(r"""(?:@import\s+(?:url\()?|^import\s(?:[^"';]*\sfrom\s+)?)["']?([^"')\s;]+)""", re.MULTILINE)


def test_every_type_of_page_is_looked_at(starter_pages: list[Page]) -> None:
    assert page_names() - names_of(page.address for page in starter_pages) == set()


def test_first_view_of_the_largest_page_of_each_type_is_light(starter_pages: list[Page]) -> None:
    heaviest: dict[str, dict[str, int]] = {}
    for page in starter_pages:
        parts = weigh(page)
        if sum(parts.values()) > sum(heaviest.get(page.type, {}).values()):
            heaviest[page.type] = parts
    assert {name: parts for name, parts in heaviest.items() if sum(parts.values()) > MAX_BYTES} == {}


def test_headings_and_ids_are_in_order(starter_pages: list[Page]) -> None:
    faults = [f"{page.address}: {fault}" for page in starter_pages for fault in outline_faults(page.html)]
    assert not faults, "\n".join(faults)


@pytest.mark.npm
def test_html_is_valid(starter_pages: list[Page], npm_files: dict[str, Path], tmp_path: Path) -> None:
    faults = check_pages(npm_files["vnu-jar"], {page.address: page.html for page in starter_pages}, tmp_path)
    assert not faults, "\n".join(faults)


def weigh(page: Page) -> dict[str, int]:
    """Bytes of the page and of each stylesheet and script of it, compressed as the web server does."""
    return {page.address: compressed(page.html.encode())} | {
        address: compressed_file(address) for address in reached_from(page.html)
    }


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


@cache
def compressed_file(address: str) -> int:
    return compressed(file_of(address).read_bytes())


def file_of(address: str) -> Path:
    found = finders.find(address.removeprefix(STATIC))
    assert address.startswith(STATIC) and found, f"{address} is no file of ours"
    return Path(found)


def reached_from(html: str) -> set[str]:
    """The addresses of all stylesheets and scripts that the page asks for, and of those that they ask for."""
    found: set[str] = set()
    asked = list(named_in(html))
    while asked:
        address = asked.pop()
        if address not in found:
            found.add(address)
            asked += imported_by(address)
    return found


def named_in(html: str) -> Iterator[str]:
    for element in document_fromstring(html).iter("link", "script"):
        if element.tag == "script" and element.get("src"):
            yield element.get("src")
        elif set((element.get("rel") or "").split()) & {"stylesheet", "modulepreload", "preload"}:
            yield element.get("href")


def imported_by(address: str) -> list[str]:
    names = IMPORTS.findall(file_of(address).read_text(encoding="utf-8"))
    return [name if name.startswith("/") else str(PurePosixPath(address).parent / name) for name in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('@import "a.css";\n@import url(b.css);\n@import url("c.css") print;', ["a.css", "b.css", "c.css"]),
        ('import "./a.js";\nimport { b } from "./b.js";\nconst important = "from x";', ["./a.js", "./b.js"]),
    ],
)
def test_imports_are_found(text: str, names: list[str]) -> None:
    assert IMPORTS.findall(text) == names
