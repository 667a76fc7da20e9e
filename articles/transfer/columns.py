"""THE mapping between rows and cells: which columns each type has, and how each is written. Exports and imports read it.

A row holds JSON values under column names. References in it are texts: a slug, a category's `scheme=code`, a user's name,
or an id where there is nothing better. All links of items are lists, also those to one item.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from articles.models import (
    ITEM_MODELS,
    Category,
    Figure,
    Item,
    LearningPath,
    Picture,
    Section,
    SkillGroup,
    Source,
    Step,
    User,
)
from articles.snapshots import AliasRow, CodeRow
from articles.transfer.cells import join_list, pair, split_list, split_pair, unescape

RECORD_TYPES: dict[str, type[models.Model]] = {
    "sections": Section,
    "groups": SkillGroup,
    "categories": Category,
    "sources": Source,
    "figures": Figure,
}
PLURALS = {name: model.plural for name, model in ITEM_MODELS.items()}


def in_import_order(kinds: Mapping[str, type[models.Model]]) -> dict[str, type[models.Model]]:
    """The same, so that nothing refers to what comes later, but to others of its own kind."""
    depths: dict[type[models.Model], int] = {}

    def depth(model: type[models.Model]) -> int:
        if model not in depths:
            depths[model] = 0  # where kinds refer to each other, the first one met comes first
            targets = {target for target in targets_of(model) if target in kinds.values()} - {model}
            depths[model] = 1 + max(map(depth, targets), default=-1)
        return depths[model]

    return dict(sorted(kinds.items(), key=lambda kind: depth(kind[1])))


def targets_of(model: type[models.Model]) -> set[type[models.Model]]:
    """What rows of a kind refer to, those of a path's steps among it."""
    parts = (Step,) if model is LearningPath else ()
    return {
        field.related_model
        for one in (model, *parts)
        for field in (*one._meta.fields, *one._meta.many_to_many)
        if field.related_model
    }


TYPES = in_import_order({**RECORD_TYPES, **{model.plural: model for model in ITEM_MODELS.values()}})
ITEM_TYPES: dict[str, type[Item]] = {name: model for name, model in TYPES.items() if issubclass(model, Item)}
# Those that a row of people's own tables can hold: the steps of a path need more than one.
OWN_TABLES = {name: model for name, model in ITEM_TYPES.items() if model is not LearningPath}

# Pictures come first: texts show them. No export is asked for them; they come along with what shows them.
KINDS: dict[str, type[models.Model]] = {"pictures": Picture, **TYPES}

NEVER_EXPORTED = {"created_at", "updated_at"}
PICTURE_COLUMNS = ("id", "version", "digest", "alt", "focus_x", "focus_y")
# Of pictures in JSON, which has no files beside its rows.
PICTURE_CONTENT = "content"
# The columns that make a reference; other models are referred to by their ids.
REFERENCE_COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Section: ("slug",),
    SkillGroup: ("slug",),
    Category: ("scheme", "code"),
    User: ("public_name",),
    **dict.fromkeys(ITEM_TYPES.values(), ("slug",)),
}
WHOLE = re.compile(r"-?\d{1,18}")
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a type, in their order; JSON and Markdown have the item's `type` besides."""
    if model is Picture:
        return PICTURE_COLUMNS
    if not issubclass(model, Item):
        return tuple(field.name for field in model._meta.fields if field.name not in NEVER_EXPORTED)
    aliases = ("aliases",) if model.has_aliases else ()
    steps = ("steps",) if model is LearningPath else ()
    return (
        "id",
        "version",
        *model.snapshot_fields,
        *model.snapshot_links,
        *aliases,
        "external_ids",
        "resources",
        *steps,
    )


def long_text_of(model: type[Item]) -> str:
    """The column that a Markdown file holds as its text."""
    return model.markdown_fields[0]


def refer(model: type[models.Model], values: tuple[Any, ...]) -> str:
    """The reference to a row, from its values of `reference_columns`."""
    return pair(str(values[0]), "=", str(values[1])) if model is Category else str(values[0])


def reference_columns(model: type[models.Model]) -> tuple[str, ...]:
    return REFERENCE_COLUMNS.get(model, ("pk",))


def split_category(reference: str) -> tuple[str, str]:
    """(scheme, code) of a reference to a category; the scheme is empty where the text names none."""
    return split_pair(reference, "=")


# Cells: what CSV and XLSX hold. Each kind of column has a function for either way.


def write_aliases(value: list[AliasRow]) -> str:
    return join_list(pair(row["name"], "@", row["language"]).removesuffix("@") for row in value)


def read_aliases(cell: str) -> list[AliasRow]:
    return [read_alias(part) for part in split_list(cell)]


def read_alias(text: str) -> AliasRow:
    name, language = split_pair(text, "@")
    return {"name": name or unescape(language, ("@",)), "language": language if name else ""}


def write_codes(value: list[CodeRow]) -> str:
    return join_list(pair(row["scheme"], "=", row["code"]) for row in value)


def read_codes(cell: str) -> list[CodeRow]:
    pairs = [split_pair(part, "=") for part in split_list(cell)]
    return [{"scheme": scheme, "code": code} for scheme, code in pairs]


def write_rows(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def read_rows(cell: str) -> Any:
    """Raises ValueError for what is no JSON."""
    return json.loads(cell) if cell.strip() else []


def write_content(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def read_content(text: str) -> bytes:
    """Raises ValueError for what is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise ValueError("its content is no base64") from None


def content_size(text: str) -> int:
    """How many bytes `read_content` makes of the text."""
    return len(text) // 4 * 3 - text[-2:].count("=")


def write_flag(value: bool) -> str:  # noqa: FBT001  a column's value
    return "true" if value else "false"


def read_flag(cell: str) -> bool | str:
    return TRUTHS.get(cell.strip().lower(), cell)


def write_text(value: Any) -> str:
    return "" if value is None else str(value)


def read_whole(cell: str) -> int | str:
    return int(cell) if WHOLE.fullmatch(cell.strip()) else cell


def read_text(cell: str) -> str:
    return cell


type Writer = Callable[[Any], str]
type Reader = Callable[[str], Any]
LISTS: dict[str, tuple[Writer, Reader]] = {
    "aliases": (write_aliases, read_aliases),
    "external_ids": (write_codes, read_codes),
    "resources": (write_rows, read_rows),
    "steps": (write_rows, read_rows),
}
LINKS: tuple[Writer, Reader] = (join_list, split_list)


def codec(model: type[models.Model], column: str) -> tuple[Writer, Reader]:
    if issubclass(model, Item):
        if column in LISTS:
            return LISTS[column]
        if column in model.snapshot_links:
            return LINKS
    field = model._meta.get_field(column)
    if isinstance(field, models.BooleanField):
        return write_flag, read_flag
    return write_text, read_whole if isinstance(field, models.IntegerField) else read_text


def encode(model: type[models.Model], column: str, value: Any) -> str:
    """The text of a row's value in a cell, not yet neutralised; None is the empty text."""
    return "" if value is None else codec(model, column)[0](value)


def decode_cell(model: type[models.Model], column: str, cell: Any) -> Any:
    """The row's value of a cell, with references still as texts; values that are no texts are returned as they are, and
    fractions as the text that was read.

    An empty cell is None in columns that may be null. Text that is no value of the column is returned as it is, for
    the check of the column to refuse. Raises ValueError for `resources` and `steps` that are no JSON.
    """
    if isinstance(cell, float):
        # As it is written: taken for a decimal, the nearest binary fraction has some fifty places.
        return str(cell)
    if not isinstance(cell, str):
        return cell
    is_list = issubclass(model, Item) and (column in LISTS or column in model.snapshot_links)
    if not cell.strip() and not is_list and model._meta.get_field(column).null:
        return None
    return codec(model, column)[1](cell)
