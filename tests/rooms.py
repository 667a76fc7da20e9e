"""The rooms of the house and their order, as functions of all syntax trees; `tests/test_architecture.py` applies them.

`articles/` is built from the ground up: a module uses what stands below its room, never what stands above. And between packages
no import leads back to where it came from, so that each can be read, and moved, without the others.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from tests.architecture import Problems, imported_names, said

# From the ground up. Modules that lie loose belong to the second room: what content is.
GROUND = "models"
ROOMS = (
    "formats", "rendering", GROUND, "operation", "access", "history", "media", "reading", "editing", "mass", "transfer", "admin",
    "templatetags", "management",
)  # fmt: skip
# Django starts an app by it, and what has to be loaded then is named there.
DOORS = {"articles/apps.py"}

type Trees = Mapping[str, ast.Module]

# A module of ours, or a name in one, as comments and docstrings write it.
WRITTEN_NAME = re.compile(r"`((?:articles|portal|api|tests)(?:\.\w+)+)`")
WRITTEN_PATH = re.compile(r"`((?:articles|portal|api|tests)/[\w/]+\.(?:py|html|css|js))`")


def room_of(module: str, packages: Iterable[str]) -> str:
    second = module.split(".")[1] if "." in module else ""
    return second if f"articles.{second}" in packages else GROUND


def upward_imports(trees: Trees) -> Problems:
    """Imports within `articles` of what stands in a higher room, and rooms that have no place in the order."""
    packages = packages_of(trees)
    rooms = {name.split(".")[1] for name in packages if name.startswith("articles.")} - {"migrations"}
    homeless = [f"articles/{room} has no place among the rooms" for room in sorted(rooms - set(ROOMS))]
    return homeless + unique(
        said(path, node, f"imports from {room_of(target, packages)}, which stands above")
        for path, tree in trees.items()
        if path.startswith("articles/") and "/migrations/" not in path and path not in DOORS
        for node, target in imports_of(path, tree)
        if target.startswith("articles.") and level_of(target, packages) > level_of(dotted(path), packages)
    )


def unique(problems: Iterable[str]) -> Problems:
    return list(dict.fromkeys(problems))


def level_of(module: str, packages: Iterable[str]) -> int:
    room = room_of(module, packages)
    return ROOMS.index(room) if room in ROOMS else -1


def circles(trees: Trees) -> Problems:
    """Packages that import each other, by whatever way round. A package with parts below it is no whole: its modules count one by one."""
    arrows = package_arrows(trees)
    return [
        f"{package} leads back to itself: {' -> '.join(way)}"
        for package in sorted(arrows)
        if (way := way_back(package, arrows))
    ]


def package_arrows(trees: Trees) -> dict[str, set[str]]:
    modules, packages = {dotted(path) for path in trees}, packages_of(trees)
    wholes = {name for name in packages if not any(other.startswith(f"{name}.") for other in packages)}
    arrows: dict[str, set[str]] = defaultdict(set)
    for path, tree in trees.items():
        here = whole_of(dotted(path), wholes)
        for _node, target in imports_of(path, tree):
            if target in modules and (there := whole_of(target, wholes)) != here:
                arrows[here].add(there)
    return arrows


def way_back(start: str, arrows: Mapping[str, set[str]]) -> list[str]:
    """The packages on the shortest way from one to itself; empty where there is none."""
    ways, seen = [[start]], {start}
    for way in ways:
        for target in sorted(arrows.get(way[-1], ())):
            if target == start:
                return [*way, start]
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return []


def whole_of(module: str, wholes: Iterable[str]) -> str:
    package = module.rpartition(".")[0]
    return module if module in wholes else package if package in wholes else module


def packages_of(trees: Trees) -> set[str]:
    return {dotted(path) for path in trees if path.endswith("/__init__.py")}


def dotted(path: str) -> str:
    return ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: str, tree: ast.Module) -> Iterable[tuple[ast.AST, str]]:
    """Each module that may be meant: `from a import b` names a module `a.b` or something in `a`."""
    for node in ast.walk(tree):
        for name in imported_names(path, node):
            yield node, name
            if isinstance(node, ast.ImportFrom):
                yield from ((node, f"{name}.{alias.name}") for alias in node.names)


def unknown_names(texts: Mapping[str, str]) -> Problems:
    """Modules, names in modules and files that a comment, a docstring or a document names and that are not there."""
    modules = {dotted(path): text for path, text in texts.items() if path.endswith(".py")}
    named = [(path, match[1]) for path, text in texts.items() for match in WRITTEN_NAME.finditer(text)]
    paths = [(path, match[1]) for path, text in texts.items() for match in WRITTEN_PATH.finditer(text)]
    return [
        *(f"{path} names {name}, which is not there" for path, name in named if not is_known(name, modules)),
        *(f"{path} names {name}, which is not there" for path, name in paths if name not in texts),
    ]


def is_known(name: str, modules: Mapping[str, str]) -> bool:
    module, _dot, attribute = name.rpartition(".")
    return name in modules or re.search(rf"\b{attribute}\b", modules.get(module, "")) is not None
