"""Reads JSON, YAML and Markdown with front matter into plain JSON values. Pure."""

import json
import re
import tomllib
from datetime import date, time
from typing import Any, NoReturn

import yaml

from articles.transfer.errors import ImportFormatError

MAX_DEPTH = 100
MAX_YAML_CHARACTERS = 32 * 1024**2
MAX_TOML_CHARACTERS = 20_000
FENCES = {"---", "+++"}
JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?")
TRUTHS = {"true": True, "false": False}
# What parsers raise for a text that is not theirs; besides its own errors PyYAML lets those of types through.
PARSE_ERRORS = (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, OverflowError, RecursionError)

# Written in C where the library is there: twenty times as fast.
BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(BaseLoader):
    """Takes for a number, a truth or nothing only what JSON does: `no` is Norwegian, `1.10` a version, `12:30` a time."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  PyYAML's own
        seen = set[str]()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in seen:
                raise ValueError(f"line {key.start_mark.line + 1}: a key is given twice, or is no text")
            seen.add(key.value)
        return {str(key.value): self.construct_object(value, deep=deep) for key, value in node.value}


def construct_number(loader: Any, node: Any) -> int | float | str:
    text = str(node.value)
    if not JSON_NUMBER.fullmatch(text):
        return text
    value = json.loads(text)
    return value if repr(value) == text else text


def construct_truth(_loader: Any, node: Any) -> bool | str:
    return TRUTHS.get(str(node.value).lower(), str(node.value))


def construct_text(_loader: Any, node: Any) -> str:
    return str(node.value)


for tag, constructor in {
    "int": construct_number,
    "float": construct_number,
    "bool": construct_truth,
    "timestamp": construct_text,
    "binary": construct_text,
}.items():
    PlainLoader.add_constructor(f"tag:yaml.org,2002:{tag}", constructor)


def load_json(text: str) -> Any:
    """Raises ValueError and RecursionError."""
    return json.loads(text, object_pairs_hook=unique, parse_constant=refuse_constant)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)[:50]}” is given twice")
    return values


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def load_plain_yaml(text: str) -> Any:
    """YAML as plain values, without aliases, which could be made to grow without end. Raises `PARSE_ERRORS`."""
    if len(text) > MAX_YAML_CHARACTERS:
        raise ValueError(f"more than {MAX_YAML_CHARACTERS // 1024**2} MiB of YAML")
    check_events(text)
    return plain(yaml.load(text, Loader=PlainLoader))  # noqa: S506  it stems from the safe one


def check_events(text: str) -> None:
    """Parsing is flat and composing is not, so that depth is measured before."""
    depth = 0
    for event in yaml.parse(text, Loader=BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("YAML aliases are not accepted")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ValueError(f"more than {MAX_DEPTH} levels")


def plain(value: Any) -> Any:
    """The value in the types that JSON has. Raises ValueError for others."""
    match value:
        case dict():
            return {str(key): plain(entry) for key, entry in value.items()}
        case list() | tuple() | set():
            return [plain(entry) for entry in value]
        case date() | time():
            return value.isoformat()
        case str() | int() | float() | None:
            return value
    raise ValueError(f"{type(value).__name__} is no type of value that is understood")


def split_document(text: str, name: str) -> tuple[dict[str, Any], str] | None:
    """The front matter and the text of a Markdown file; None without front matter. Raises ImportFormatError.

    Unlike `front_matter.split_front_matter` it takes blocks of any length: exports keep long texts there.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, newline, rest = text.partition("\n")
    fence = first.rstrip(" \t")
    if fence not in FENCES or not newline:
        return None
    end = re.search(rf"^{re.escape(fence)}[ \t]*(?:\n|\Z)", rest, re.MULTILINE)
    if end is None:
        return None
    try:
        values = load_toml(rest[: end.start()]) if fence == "+++" else load_plain_yaml(rest[: end.start()])
    except PARSE_ERRORS as error:
        raise ImportFormatError(f"{name}: front matter cannot be read: {first_line(error)}") from None
    if not isinstance(values, dict):
        return None
    return values, rest[end.end() :]


def load_toml(text: str) -> Any:
    if len(text) > MAX_TOML_CHARACTERS or sum(map(text.count, "[{.")) > MAX_DEPTH * 5:
        raise ValueError("it is too long or too deep")
    return plain(tomllib.loads(text))


def first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
