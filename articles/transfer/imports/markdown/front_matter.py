"""Splits a Markdown file into its front matter and its text.

What cannot be read is told and makes a draft: it may have said that nobody is to see the page.
"""

import json
import re
import textwrap
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from articles.transfer.imports.markdown.headers import (
    FIELD,
    are_sentences,
    is_header,
    is_list,
    is_prose,
    lead_of,
    may_hide,
    read_lines,
)

MAX_FRONT_MATTER = 20_000
# Parsers take quadratic time over deep nesting; what people write has a few levels.
MAX_BRACKETS = 500
# Blank lines, marks of the encoding and comments may stand above.
ABOVE = re.compile(r"(?:[\s\ufeff\u200b]++|<!--(?:(?!-->).){0,5000}+-->)*+", re.DOTALL)
OPENING = re.compile(r"(?P<fence>---|\+\+\+|;;;)(?P<language>[a-z]{0,12}+)[ \t]*+(?:\n|\Z)")
CLOSINGS = {"---": r"(?:---|\.\.\.)", "+++": r"\+\+\+", ";;;": ";;;"}
CLOSING = {
    fence: re.compile(rf"^[ \t]*+{end}[ \t]*+(?:\n|\Z)", re.MULTILINE) for fence, end in CLOSINGS.items()
}  # fmt: skip
JSON_START = re.compile(r"\{\s*+(?:[\"'][\w .-]{1,60}+[\"']|[\w-]{1,60}+)\s*+:(?!:)")
JSON_PART = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|[{}]")
TOML_LINE = re.compile(r"at line (\d+), ")
# Besides its own errors PyYAML lets those of the types through that a tag names.
PARSE_ERRORS = (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Split:
    """values: the front matter, empty when there is none. warning: what was wrong with it.

    is_unread: whether there may be front matter that was not understood; values then are what single lines say.
    """

    values: dict[str, Any]
    body: str
    warning: str = ""
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """text: of the whole, from where front matter may begin. line: of that place, 1-based."""

    whole: str
    text: str
    line: int


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


def split_front_matter(source: str) -> Split:
    """The front matter and what follows: YAML, TOML or JSON between fences, JSON alone, or lines of `Key: value`."""
    whole = unify_newlines(source)
    above = ABOVE.match(whole)
    at = above.end() if above else 0
    found = Source(whole, whole[at:], whole.count("\n", 0, at) + 1)
    if opening := OPENING.match(found.text):
        return split_fenced(found, opening)
    if JSON_START.match(found.text):
        return split_json(found)
    return split_header(found)


def split_fenced(source: Source, opening: re.Match[str]) -> Split:
    text = source.text
    closing = CLOSING[opening["fence"]].search(text, opening.end())
    if closing is None:
        return split_unclosed(source, opening.end())
    block, body = text[opening.end() : closing.start()], text[closing.end() :]
    try:
        values = load_block(block, opening)
    except PARSE_ERRORS as error:
        reason = f"front matter cannot be read{line_of(error, source)}: {first_line(error)}"
        return unread(source, block, body, reason, is_certain=bool(opening["language"]))
    if values is None:
        return Split({}, body)
    if not isinstance(values, dict):
        return unread(source, block, body, f"front matter (line {source.line + 1}) is no list of names and values")
    named = {str(key): value for key, value in values.items()}
    return Split({}, source.whole) if are_sentences(named) else Split(named, body)


def load_block(block: str, opening: re.Match[str]) -> Any:
    """Raises `PARSE_ERRORS`."""
    if len(block) > MAX_FRONT_MATTER or sum(map(block.count, "[{.")) > MAX_BRACKETS:
        raise ValueError("it is too long or too deep")
    language = opening["language"] or {"---": "yaml", "+++": "toml", ";;;": "json"}[opening["fence"]]
    if language not in LOADERS:
        raise ValueError(f"{language} is no language that is read here")
    return LOADERS[language](textwrap.dedent(block))


def unread(source: Source, block: str, body: str, reason: str, *, is_certain: bool = False) -> Split:
    """A block that is text between two rules stays; else what its lines say by themselves is taken, and it is a draft."""
    head = block[:MAX_FRONT_MATTER]
    if is_prose(head) and not is_certain:
        is_doubtful = is_list(head) or may_hide(head)
        return Split({}, source.whole, reason if is_doubtful else "", is_unread=is_doubtful)
    return Split(read_lines(head), body, f"{reason} ({len(block)} characters left out)", is_unread=True)


def split_unclosed(source: Source, start: int) -> Split:
    """A rule at the top is text; front matter that nobody closed reaches to the first blank line."""
    lead = lead_of(source.text[start : start + MAX_FRONT_MATTER])
    reason = f"front matter (line {source.line}) is not closed"
    if is_header(lead):
        return Split(read_lines(lead), source.text[start + len(lead) :], reason, is_unread=True)
    return Split({}, source.whole, reason, is_unread=True) if FIELD.match(lead) else Split({}, source.whole)


def split_json(source: Source) -> Split:
    """JSON from its first brace to its last one, at the end of a line; YAML reads what lacks quotes there."""
    end = find_brace(source.text[:MAX_FRONT_MATTER])
    if end < 0:
        reason = f"front matter (line {source.line}) does not end"
        return Split({}, source.whole, reason, is_unread=True)
    body = source.text[end:]
    if body.partition("\n")[0].strip():
        return Split({}, source.whole)
    block = source.text[:end]
    try:
        return Split(load_braces(block), body)
    except PARSE_ERRORS as error:
        reason = f"front matter cannot be read (line {source.line}): {first_line(error)} ({end} characters left out)"
        return Split(read_lines(block), body, reason, is_unread=True)


def find_brace(text: str) -> int:
    """Past the brace that closes the first one; -1 where none does."""
    depth = 0
    for match in JSON_PART.finditer(text):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return -1


def load_braces(block: str) -> dict[str, Any]:
    """Raises `PARSE_ERRORS`."""
    if sum(map(block.count, "[{")) > MAX_BRACKETS:
        raise ValueError("it is too deep")
    try:
        values = load_json(block)
    except json.JSONDecodeError:
        values = load_yaml(block)
    if not isinstance(values, dict):
        raise ValueError("it is no list of names and values")
    return {str(key): value for key, value in values.items()}


def split_header(source: Source) -> Split:
    """`Title: …` and the like at the top, up to a blank line; what may be such lines and may be sentences stays, as a draft."""
    lead = lead_of(source.text[:MAX_FRONT_MATTER])
    if not FIELD.match(lead):
        return Split({}, source.whole)
    if is_header(lead):
        return Split(read_lines(lead), source.text[len(lead) :])
    reason = f"lines at the top (line {source.line}) may be front matter and stand as text"
    return Split({}, source.whole, reason, is_unread=True) if may_hide(lead) else Split({}, source.whole)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)[:50]}” is given twice")
    return values


def line_of(error: Exception, source: Source) -> str:
    """“ (line 3)”, counted from the top of the file, where the parser tells it."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return f" (line {mark.line + 1 + source.line})"
    match = TOML_LINE.search(str(error))
    return f" (line {int(match[1]) + source.line})" if match else ""


def first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None)
    return problem or next(iter(TOML_LINE.sub("at ", str(error)).splitlines()), type(error).__name__)


def load_yaml(text: str) -> Any:
    """YAML without aliases, which could be made to grow without end. Raises ValueError and yaml.YAMLError."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("YAML aliases are not accepted")
    return yaml.load(text, Loader=UniqueLoader)  # noqa: S506  it stems from the safe one


def load_json(text: str) -> Any:
    """JSON; its outer braces may be left out. Raises ValueError."""
    text = text.strip()
    return json.loads(text if text.startswith("{") else f"{{{text.rstrip(',')}}}", object_pairs_hook=unique)


LOADERS: Mapping[str, Callable[[str], Any]] = {
    "yaml": load_yaml,
    "yml": load_yaml,
    "toml": tomllib.loads,
    "json": load_json,
}
