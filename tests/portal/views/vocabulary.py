"""The vocabulary of schema.org, read from the type definitions of the npm package `schema-dts`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PARENTS = re.compile(r"^(?:export )?interface (\w+?)(?:Base|Leaf) extends ([^{]+)\{", re.MULTILINE)
_TYPE = re.compile(r"^interface (\w+)Base extends [^{]+\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_PROPERTY = re.compile(r'^    "([\w-]+)"\?: SchemaValue<(.*), "[\w-]+">;$', re.MULTILINE)
# Search boxes: an action says of a property how it is filled in, by the property's name and this.
_CONSTRAINTS = ("-input", "-output")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """parents: type to the types it is a kind of. ranges: type to its own properties and the types that each takes."""

    parents: dict[str, list[str]]
    ranges: dict[str, dict[str, set[str]]]

    def kinds_of(self, name: str) -> set[str]:
        """The type and all that it is a kind of."""
        return {name}.union(*(self.kinds_of(parent) for parent in self.parents.get(name, [])))

    def range_of(self, kind: str, name: str) -> set[str] | None:
        """The types that a property of a type takes; None where the type has no such property."""
        found = [self.ranges[one][name] for one in self.kinds_of(kind) if name in self.ranges.get(one, {})]
        return set[str]().union(*found) if found else None


def read_vocabulary(file: Path) -> Vocabulary:
    text = file.read_text(encoding="utf-8")
    parents: dict[str, list[str]] = {}
    for name, above in _PARENTS.findall(text):
        found = set(re.findall(r"(\w+)Base\b", above)) - {name}
        parents[name] = [*parents.get(name, []), *found]
    ranges = {
        name: {prop: set(re.findall(r"\w+", types)) for prop, types in _PROPERTY.findall(body)}
        for name, body in _TYPE.findall(text)
    }
    return Vocabulary(parents, ranges)


def vocabulary_faults(node: dict[str, Any], known: Vocabulary) -> Iterator[str]:
    """What schema.org does not know in a node or below it: types, properties of a type, and types of their values."""
    kind = node["@type"]
    if kind not in known.parents:
        yield f"no type {kind}"
        return
    for name, value in node.items():
        if name.startswith("@") or name.endswith(_CONSTRAINTS):
            continue
        allowed = known.range_of(kind, name)
        if allowed is None:
            yield f"{kind} has no {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from value_faults(f"{kind}.{name}", one, allowed, known)


def value_faults(place: str, value: Any, allowed: set[str], known: Vocabulary) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    if not known.kinds_of(value["@type"]) & allowed:
        yield f"{place} takes no {value['@type']}"
    yield from vocabulary_faults(value, known)
