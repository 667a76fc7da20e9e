"""Splits a Markdown file into its front matter and its text.

What cannot be read is told and makes a draft: it may have said that nobody is to see the page.
"""

import json
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from articles.json_objects import JsonObject
from articles.transfer.imports.loaders import (
    MAX_BRACKETS,
    MAX_CHARACTERS,
    PARSE_ERRORS,
    check_extent,
    load_json,
    load_toml,
    load_yaml,
)
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

# Blank lines, marks of the encoding and comments may stand above.
ABOVE = re.compile(r"(?:[\s\ufeff\u200b]++|<!--(?:(?!-->).){0,5000}+-->)*+", re.DOTALL)
OPENING = re.compile(r"(?P<fence>---|\+\+\+|;;;)(?P<language>[a-z]{0,12}+)[ \t]*+(?:\n|\Z)")
CLOSINGS = {"---": r"(?:---|\.\.\.)", "+++": r"\+\+\+", ";;;": ";;;"}
CLOSING = {
    fence: re.compile(rf"^[ \t]*+{end}[ \t]*+(?:\n|\Z)", re.MULTILINE) for fence, end in CLOSINGS.items()
}  # fmt: skip
# Of a block that may hold whole texts, in which indented lines look like an end.
PLAIN_CLOSING = {
    fence: re.compile(rf"^{re.escape(fence)}[ \t]*+(?:\n|\Z)", re.MULTILINE) for fence in ("---", "+++")
}  # fmt: skip
JSON_START = re.compile(r"\{\s*+(?:[\"'][\w .-]{1,60}+[\"']|[\w-]{1,60}+)\s*+:(?!:)")
JSON_PART = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|[{}]")
TOML_LINE = re.compile(r"at line (\d+), ")


@dataclass(frozen=True, slots=True)
class Split:
    """values: the front matter, empty when there is none. warning: what was wrong with it.

    is_unread: whether there may be front matter that was not understood; values then are what single lines say.
    """

    values: JsonObject
    body: str
    warning: str = ""
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """text: of the whole, from where front matter may begin. line: of that place, 1-based."""

    whole: str
    text: str
    line: int


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


def cut_block(text: str) -> tuple[str, str, str] | None:
    """(fence, what stands between two of it, the rest) of a text that begins with a block of YAML or TOML; else None.

    Takes nothing for a block but what programs write: no name of a language, no other end, however long it is.
    """
    text = unify_newlines(text)
    opening = OPENING.match(text)
    closing = PLAIN_CLOSING.get(opening.group().rstrip()) if opening else None
    end = closing.search(text, opening.end()) if opening and closing else None
    return (opening["fence"], text[opening.end() : end.start()], text[end.end() :]) if opening and end else None


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
    check_extent(block)
    language = opening["language"] or {"---": "yaml", "+++": "toml", ";;;": "json"}[opening["fence"]]
    if language not in LOADERS:
        raise ValueError(f"{language} is no language that is read here")
    return LOADERS[language](textwrap.dedent(block))


def unread(source: Source, block: str, body: str, reason: str, *, is_certain: bool = False) -> Split:
    """A block that is text between two rules stays; else what its lines say by themselves is taken, and it is a draft."""
    head = block[:MAX_CHARACTERS]
    if is_prose(head) and not is_certain:
        is_doubtful = is_list(head) or may_hide(head)
        return Split({}, source.whole, reason if is_doubtful else "", is_unread=is_doubtful)
    return Split(read_lines(head), body, f"{reason} ({len(block)} characters left out)", is_unread=True)


def split_unclosed(source: Source, start: int) -> Split:
    """A rule at the top is text; front matter that nobody closed reaches to the first blank line."""
    lead = lead_of(source.text[start : start + MAX_CHARACTERS])
    reason = f"front matter (line {source.line}) is not closed"
    if is_header(lead):
        return Split(read_lines(lead), source.text[start + len(lead) :], reason, is_unread=True)
    return Split({}, source.whole, reason, is_unread=True) if FIELD.match(lead) else Split({}, source.whole)


def split_json(source: Source) -> Split:
    """JSON from its first brace to its last one, at the end of a line; YAML reads what lacks quotes there."""
    end = find_brace(source.text[:MAX_CHARACTERS])
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


def load_braces(block: str) -> JsonObject:
    """Raises `PARSE_ERRORS`."""
    if sum(map(block.count, "[{")) > MAX_BRACKETS:
        raise ValueError("it is too deep")
    try:
        values = load_open_json(block)
    except json.JSONDecodeError:
        values = load_yaml(block)
    if not isinstance(values, dict):
        raise ValueError("it is no list of names and values")
    return {str(key): value for key, value in values.items()}


def split_header(source: Source) -> Split:
    """`Title: …` and the like at the top, up to a blank line; what may be such lines and may be sentences stays, as a draft."""
    lead = lead_of(source.text[:MAX_CHARACTERS])
    if not FIELD.match(lead):
        return Split({}, source.whole)
    if is_header(lead):
        return Split(read_lines(lead), source.text[len(lead) :])
    reason = f"lines at the top (line {source.line}) may be front matter and stand as text"
    return Split({}, source.whole, reason, is_unread=True) if may_hide(lead) else Split({}, source.whole)


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


def load_open_json(text: str) -> Any:
    """JSON whose outer braces may be left out. Raises ValueError."""
    text = text.strip()
    return load_json(text if text.startswith("{") else f"{{{text.rstrip(',')}}}")


LOADERS: Mapping[str, Callable[[str], Any]] = {
    "yaml": load_yaml,
    "yml": load_yaml,
    "toml": load_toml,
    "json": load_open_json,
}
