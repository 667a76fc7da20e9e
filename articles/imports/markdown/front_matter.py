"""Splits a Markdown file into its front matter and its text."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

import yaml

MAX_FRONT_MATTER = 20_000
# Parsers take quadratic time over deep nesting; what people write has a few levels.
MAX_BRACKETS = 500
OPENING = re.compile(r"(---|\+\+\+)[ \t]*+(?:\n|\Z)")
CLOSING = {fence: re.compile(rf"^{re.escape(fence)}[ \t]*+(?:\n|\Z)", re.MULTILINE) for fence in ("---", "+++")}
FIELD = re.compile(r"[A-Za-z_][\w-]{0,60}[ \t]?[:=](?:[ \t]|$)")
TOML_LINE = re.compile(r"at line (\d+), ")


@dataclass(frozen=True, slots=True)
class Split:
    """values: the front matter, empty when there is none. warning: why a block was taken as text."""

    values: dict[str, Any]
    body: str
    warning: str = ""


class UniqueLoader(yaml.SafeLoader):
    """Refuses a key that is given twice, of which PyYAML would keep the last."""


def construct_unique(loader: UniqueLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = set[str]()
    for key, _value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"“{key.value[:50]}” is given twice", key.start_mark)
        seen.add(str(key.value))
    return loader.construct_mapping(node, deep=True)


UniqueLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, construct_unique)


def unify_newlines(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source


def split_front_matter(source: str) -> Split:  # noqa: PLR0911  one for each way in which a file can begin
    """The front matter (YAML between `---`, TOML between `+++`) and what follows; a block that is neither is text."""
    source = unify_newlines(source)
    opening = OPENING.match(source)
    if not opening:
        return Split({}, source)
    closing = CLOSING[opening[1]].search(source, opening.end())
    if closing is None:
        return Split({}, source, warn_unclosed(source, opening.end()))
    block, body = source[opening.end() : closing.start()], source[closing.end() :]
    if len(block) > MAX_FRONT_MATTER or sum(map(block.count, "[{.")) > MAX_BRACKETS:
        return Split({}, source, "" if is_prose(block) else "front matter is too long or too deep")
    try:
        values = tomllib.loads(block) if opening[1] == "+++" else load_yaml(block)
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        # Besides its own errors PyYAML lets those of the types through that a tag names.
        return Split({}, source, f"front matter cannot be read{line_of(error)}: {first_line(error)}")
    if values is None:
        return Split({}, body)
    if not isinstance(values, dict):
        return Split({}, source, "" if is_prose(block) else "front matter (line 2) is no list of names and values")
    return Split({str(key): value for key, value in values.items()}, body)


def warn_unclosed(source: str, start: int) -> str:
    """A rule at the top is text; front matter that nobody closed is text as well, and worth a word."""
    first = source[start : start + 200].partition("\n")[0]
    return "front matter (line 1) is not closed" if FIELD.match(first) else ""


def is_prose(block: str) -> bool:
    """Whether a block between two rules is text that only stands there."""
    lines = [line for line in block[:MAX_FRONT_MATTER].splitlines() if line.strip()]
    return bool(lines) and not any(FIELD.match(line) or line.lstrip().startswith("- ") for line in lines)


def line_of(error: Exception) -> str:
    """“ (line 3)”, counted from the top of the file, where the parser tells it."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return f" (line {mark.line + 2})"
    match = TOML_LINE.search(str(error))
    return f" (line {int(match[1]) + 1})" if match else ""


def first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None)
    return problem or next(iter(TOML_LINE.sub("at ", str(error)).splitlines()), type(error).__name__)


def load_yaml(text: str) -> Any:
    """YAML without aliases, which could be made to grow without end. Raises ValueError and yaml.YAMLError."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("YAML aliases are not accepted")
    return yaml.load(text, Loader=UniqueLoader)  # noqa: S506  it stems from the safe one
