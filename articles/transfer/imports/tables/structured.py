"""JSON, YAML and front matter as plain values, in the types that JSON has. Pure."""

import json
import re
from datetime import date, time
from typing import Any

from articles.json_objects import JsonObject
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.loaders import PARSE_ERRORS, UniqueLoader, load_toml, load_yaml
from articles.transfer.imports.markdown.front_matter import cut_block

JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?")
TRUTHS = {"true": True, "false": False}


class PlainLoader(UniqueLoader):
    """Takes for a number, a truth or nothing only what JSON does: `no` is Norwegian, `1.10` a version, `12:30` a time."""

    def make_mapping(self, node: Any, *, deep: bool) -> dict[Any, Any]:
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


def load_plain_yaml(text: str) -> Any:
    """Raises `PARSE_ERRORS`."""
    return plain(load_yaml(text, PlainLoader))


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


def split_document(text: str, name: str) -> tuple[JsonObject, str] | None:
    """The front matter and the text of a Markdown file; None without front matter. Raises ImportFormatError.

    Unlike `front_matter.split_front_matter` it takes blocks of any length: exports keep long texts there.
    """
    cut = cut_block(text)
    if cut is None:
        return None
    fence, block, body = cut
    try:
        values = plain(load_toml(block)) if fence == "+++" else load_plain_yaml(block)
    except PARSE_ERRORS as error:
        raise ImportFormatError(f"{name}: front matter cannot be read: {first_line(error)}") from None
    return (values, body) if isinstance(values, dict) else None


def first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
