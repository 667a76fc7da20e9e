"""Landscapes of tools in the shape of the published ones, and how tests bring them in."""

from pathlib import Path

from articles.models import Tool
from articles.transfer.imports.run import Run
from tests.articles.transfer.imports.samples import (
    AI_NATIVE,
    AWESOME,
    Row,
    bring_in,
    path_to,
    write_table,
)

LANDSCAPE = """landscape:
  - category:
    name: Rope Work
    subcategories:
      - subcategory:
        name: Rope Work
        items:
          - item:
            name: Knotter
            homepage_url: http://knotter.example/
            repo_url: https://github.com/example/knots
            logo: knotter.svg
            project: sandbox
            extra:
              accepted: '2024-01-01'
          - item:
            name: Twister
            homepage_url: https://twister.example
            repo_url:
            logo: twister.svg
            license: Apache License 2.0
            description: Twists *ropes*.
      - subcategory:
        name: Framework
        items:
          - item:
            name: Splicer
            homepage_url: https://shared.example
            repo_url: https://github.com/example/shared
            logo: s.svg
  - category:
    name: Nets
    subcategories:
      - subcategory:
        name: Framework
        items:
          - item:
            name: Knotter
            homepage_url: http://knotter.example/
            repo_url: https://github.com/example/knots-too
            logo: knotter.svg
          - item:
            name: Mesher
            homepage_url: https://shared.example
            repo_url: https://github.com/example/shared
            logo: m.svg
"""


def lfai_file(folder: Path) -> Path:
    path = folder / "landscape.yml"
    path.write_text(LANDSCAPE)
    return path


def lfai(path: Path, *, is_dry: bool = False) -> Run:
    return bring_in(path, profile="lfai-landscape", is_dry=is_dry)


def paths_of(item: Tool) -> list[list[str]]:
    return sorted(path_to(category) for category in item.categories.all())


def native(name: str, slug: str, language: str = "en", **cells: str) -> Row:
    named = {"file": f"{slug}.{language}.md", "language": language, "name": name, "slug": slug}
    return {**named, "category": "agents", "subCategory": "agent-frameworks", **cells}


def native_file(folder: Path, *rows: Row) -> Path:
    return write_table(folder / "tools.csv", AI_NATIVE, *rows)


def take_in(*paths: Path, is_dry: bool = False) -> Run:
    return bring_in(*paths, profile="ai-native-landscape", is_dry=is_dry)


def awesome(name: str, section: str, url: str, description: str = "Knots.") -> Row:
    return {"name": name, "section": section, "url": url, "description": description}


def awesome_file(folder: Path, *rows: Row) -> Path:
    return write_table(folder / "tools.csv", AWESOME, *rows)
