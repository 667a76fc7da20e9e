"""Reads YAML, TOML and JSON of people whom we do not know: nothing twice, nothing that grows, nothing too deep. Pure."""

import json
import tomllib
from typing import Any, NoReturn

import yaml

from articles.json_objects import JsonObject

MAX_DEPTH = 100
MAX_YAML_CHARACTERS = 32 * 1024**2
# Of TOML and of front matter. Parsers take quadratic time over deep nesting; what people write has a few levels.
MAX_CHARACTERS, MAX_BRACKETS = 20_000, 500
# What parsers raise for a text that is not theirs; besides its own errors PyYAML lets those of the types through that a tag names.
PARSE_ERRORS = (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, OverflowError, RecursionError)

# Written in C where the library is there: twenty times as fast.
BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UniqueLoader(BaseLoader):
    """Refuses a key that is given twice, of which PyYAML would keep the last, and one that is no text."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  PyYAML's own
        seen = set[str]()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key is no text", key.start_mark)
            if key.value in seen:
                told = f"“{key.value[:50]}” is given twice"
                raise yaml.constructor.ConstructorError(None, None, told, key.start_mark)
            seen.add(key.value)
        return self.make_mapping(node, deep=deep)

    def make_mapping(self, node: Any, *, deep: bool) -> dict[Any, Any]:
        made: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return made


def load_yaml(text: str, loader: type[UniqueLoader] = UniqueLoader) -> Any:
    """YAML without aliases, which could be made to grow without end. Raises `PARSE_ERRORS`."""
    if len(text) > MAX_YAML_CHARACTERS:
        raise ValueError(f"more than {MAX_YAML_CHARACTERS // 1024**2} MiB of YAML")
    check_events(text)
    return yaml.load(text, Loader=loader)  # noqa: S506  it stems from the safe one


def check_events(text: str) -> None:
    """Parsing is flat and composing is not, so that depth is measured before."""
    depth = 0
    for event in yaml.parse(text, Loader=BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("YAML aliases are not accepted")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ValueError(f"more than {MAX_DEPTH} levels")


def load_json(text: str) -> Any:
    """Raises ValueError and RecursionError."""
    return json.loads(text, object_pairs_hook=unique, parse_constant=refuse_constant)


def unique(pairs: list[tuple[str, Any]]) -> JsonObject:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)[:50]}” is given twice")
    return values


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def load_toml(text: str) -> Any:
    """Raises `PARSE_ERRORS`."""
    check_extent(text)
    return tomllib.loads(text)


def check_extent(text: str) -> None:
    if len(text) > MAX_CHARACTERS or sum(map(text.count, "[{.")) > MAX_BRACKETS:
        raise ValueError("it is too long or too deep")
