"""Splits a Markdown file into its front matter and its text."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

import yaml

MAX_FRONT_MATTER = 20_000
# Parsers take quadratic time over deep nesting; what people write has a few levels.
MAX_BRACKETS = 500
BLOCK = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<block>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Split:
    """values: the front matter, empty when there is none. warning: why a block was taken as text."""

    values: dict[str, Any]
    body: str
    warning: str = ""


def split_front_matter(source: str) -> Split:
    """The front matter (YAML between `---`, TOML between `+++`) and what follows; a block that is neither is text."""
    source = source.replace("\r\n", "\n")
    match = BLOCK.match(source)
    if not match:
        return Split({}, source)
    block = match["block"]
    if len(block) > MAX_FRONT_MATTER or sum(map(block.count, "[{.")) > MAX_BRACKETS:
        return Split({}, source, "front matter is too long or too deep")
    try:
        values = tomllib.loads(match["block"]) if match["fence"] == "+++" else load_yaml(match["block"])
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        # Besides its own errors PyYAML lets those of the types through that a tag names.
        return Split({}, source, f"front matter cannot be read: {first_line(error)}")
    if values is None:
        return Split({}, source[match.end() :])
    if not isinstance(values, dict):
        return Split({}, source, "front matter is no list of names and values")
    return Split({str(key): value for key, value in values.items()}, source[match.end() :])


def first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def load_yaml(text: str) -> Any:
    """YAML without aliases, which could be made to grow without end. Raises ValueError and yaml.YAMLError."""
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
        raise ValueError("YAML aliases are not accepted")
    return yaml.safe_load(text)
