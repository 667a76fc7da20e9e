"""Turns the parts of a given snapshot into their canonical form, with an error for each part that does not fit. Pure."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from articles.models import ITEM_MODELS, Alias, ExternalId, Item, LearningPath, Resource, Step
from articles.naming import make_name_key
from articles.rendering import clean_characters, mark_forbidden, possible_references
from articles.snapshots import (
    RESOURCE_FIELDS,
    SNAPSHOT_FORMAT,
    STEP_FIELDS,
    STEP_LINKS,
    AliasRow,
    CodeRow,
    Columns,
    ResourceRow,
    Snapshot,
    StepRow,
    is_many,
    to_json_value,
)
from articles.time_zones import EARLIEST, LATEST, OUTSIDE

MAX_ROWS = 2000
KNOWN_PARTS = {"format", "type", "fields", "links", "steps", "resources", "pictures"}


def clean_text(value: str) -> str:
    """Text as it is stored: NFC, line feeds only, without the characters that no text here holds."""
    return unicodedata.normalize("NFC", clean_characters(value))


def shown_text(value: str) -> str:
    """Text out of an address as a page can show it: what no page can hold becomes U+FFFD, which hardly a stored text holds."""
    return clean_characters(mark_forbidden(value))


def clean_value(model: type[models.Model], name: str, value: Any) -> Any:
    """The JSON value of one column. Raises ValidationError where the column refuses it."""
    field: Any = model._meta.get_field(name)
    if isinstance(field, models.CharField | models.TextField):
        value = clean_string(field, value)
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        value = read_instant(value)
    if isinstance(field, models.UUIDField) and not isinstance(value, str):
        raise ValidationError(_("A UUID is wanted here."))
    if isinstance(value, float) and not value.is_integer():
        raise ValidationError(_("A whole number is wanted here."))
    if value in ("", None) and field.null:
        return None
    try:
        return to_json_value(field.clean(value, None))
    except (TypeError, OverflowError):
        raise ValidationError(_("%(value)r does not fit here.") % {"value": value}) from None


def clean_string(field: models.Field[Any, Any], value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("Text is wanted here, not %(value)r.") % {"value": value})
    value = clean_text(value)
    if field.name not in getattr(field.model, "markdown_fields", ()):
        refuse_references(value)
    if len(value.encode()) > settings.MAX_BODY_BYTES:
        raise ValidationError(_("Longer than %(limit)s MB.") % {"limit": settings.MAX_BODY_BYTES // 1024**2})
    if isinstance(field, models.TextField):
        check_length(field, value)
        return value.strip("\n")
    return " ".join(value.split())


def refuse_references(value: str) -> None:
    """Nothing fills references in where texts are plain: readers would see them as they are written, slugs and all."""
    if possible_references(value):
        raise ValidationError(_("[[…]] makes a link in Markdown only. Write the name itself here."))


def check_length(field: models.Field[Any, Any], value: str) -> None:
    """Django leaves the length of long texts to forms."""
    if field.max_length and len(value) > field.max_length:
        raise ValidationError(_("Longer than %(limit)s characters.") % {"limit": field.max_length})


def read_instant(value: str) -> datetime | None:
    """Raises ValidationError for what is no ISO 8601 date and time; one without offset is UTC."""
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(value)
        instant = instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValidationError(_("“%(value)s” is no ISO 8601 date and time.") % {"value": value[:50]}) from None
    if not EARLIEST <= instant <= LATEST:
        raise ValidationError(OUTSIDE)
    return instant


def clean_ids(value: Any) -> list[str]:
    """Sorted UUID strings without repeats. Raises ValidationError for anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MAX_ROWS:
        raise ValidationError(_("A list of at most %(limit)s ids is wanted here.") % {"limit": MAX_ROWS})
    try:
        return sorted({str(UUID(str(entry))) for entry in value})
    except ValueError:
        raise ValidationError(_("An id in this list is no UUID.")) from None


def clean_rows(value: Any, model: type[models.Model], names: Sequence[str]) -> list[Columns]:
    """Rows of an attached table with every column; columns left out take their default."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MAX_ROWS:
        raise ValidationError(_("A list of at most %(limit)s rows is wanted here.") % {"limit": MAX_ROWS})
    blank, rows = model(), []
    for number, row in enumerate(value, start=1):
        if not isinstance(row, Mapping) or set(row) - set(names):
            known = _("only the keys %(names)s are known") % {"names": ", ".join(names)}
            raise ValidationError(f"{place_of(model, number)}: {known}")
        rows.append({name: clean_cell(model, name, row.get(name, getattr(blank, name)), number) for name in names})
    return rows


def clean_cell(model: type[models.Model], name: str, value: Any, number: int) -> Any:
    """`clean_value`, with an error that says which row and column it is about."""
    try:
        return clean_value(model, name, value)
    except ValidationError as error:
        raise ValidationError(f"{place_of(model, number, name)}: {'; '.join(error.messages)}") from None


def place_of(model: type[models.Model], number: int, name: str = "") -> str:
    place = (_("Step %(number)s") if model is Step else _("Row %(number)s")) % {"number": number}
    field: Any = model._meta.get_field(name) if name else None
    return f"{place}, {field.verbose_name}" if field else place


def clean_aliases(value: Any) -> list[AliasRow]:
    rows = {make_name_key(row["name"]): row for row in clean_rows(value, Alias, ("name", "language"))}
    return [cast("AliasRow", rows[key]) for key in sorted(rows)]


def clean_external_ids(value: Any) -> list[CodeRow]:
    rows = {(row["scheme"], row["code"]): row for row in clean_rows(value, ExternalId, ("scheme", "code"))}
    return [cast("CodeRow", rows[key]) for key in sorted(rows)]


def clean_resources(value: Any) -> list[ResourceRow]:
    rows = {row["url"]: cast("ResourceRow", row) for row in clean_rows(value, Resource, RESOURCE_FIELDS)}
    return list(rows.values())


def clean_steps(value: Any) -> list[StepRow]:
    if not isinstance(value, Sequence) or not all(isinstance(row, Mapping) for row in value):
        raise ValidationError(_("A list of steps is wanted here."))
    columns = [{key: cell for key, cell in row.items() if key not in STEP_LINKS} for row in value]
    steps = clean_rows(columns, Step, STEP_FIELDS)
    for number, (step, row) in enumerate(zip(steps, value, strict=True), start=1):
        step |= {name: clean_step_link(name, row.get(name, []), number) for name in STEP_LINKS}
    return cast("list[StepRow]", steps)


def clean_step_link(name: str, value: Any, number: int) -> list[str]:
    try:
        return clean_ids(value)
    except ValidationError as error:
        raise ValidationError(f"{place_of(Step, number, name)}: {'; '.join(error.messages)}") from None


LISTS = {"aliases": clean_aliases, "external_ids": clean_external_ids}


def clean_snapshot(model: type[Item], given: Snapshot) -> Snapshot:
    """The canonical form of what was given, and only that. Raises ValidationError, keyed by the part at fault."""
    errors: dict[str, list[str]] = {}
    check_parts(model, given, errors)
    if errors:
        raise ValidationError(errors)
    fields = collect(errors, given.get("fields", {}), lambda name, value: clean_field(model, name, value))
    links = collect(errors, given.get("links", {}), lambda name, value: clean_link(model, name, value))
    clean = Snapshot(fields=fields, links=links)
    if "resources" in given:
        clean |= collect(errors, {"resources": given["resources"]}, lambda _name, value: clean_resources(value))  # type: ignore[typeddict-item]
    if "steps" in given:
        clean |= collect(errors, {"steps": given["steps"]}, lambda _name, value: clean_steps(value))  # type: ignore[typeddict-item]
    if errors:
        raise ValidationError(errors)
    return clean


def check_parts(model: type[Item], given: Any, errors: dict[str, list[str]]) -> None:
    """given: a snapshot, or whatever a caller took for one."""
    if not isinstance(given, Mapping):
        errors["__all__"] = [_("A snapshot has named parts.")]
        return
    if unknown := sorted(set(given) - KNOWN_PARTS):
        errors["__all__"] = [_("Unknown parts: %(names)s.") % {"names": ", ".join(unknown)}]
    for part in ("fields", "links"):
        if not isinstance(given.get(part, {}), Mapping):
            errors[part] = [_("Names and values are wanted here.")]
    if given.get("format", SNAPSHOT_FORMAT) != SNAPSHOT_FORMAT:
        errors["format"] = [_("Only format %(format)s is known.") % {"format": SNAPSHOT_FORMAT}]
    if given.get("type", model.item_type) != model.item_type:
        errors["type"] = [_("This is the snapshot of another type of content.")]
    if "steps" in given and model is not ITEM_MODELS[LearningPath.item_type]:
        errors["steps"] = [_("Only learning paths have steps.")]


def collect[T](errors: dict[str, list[str]], values: Mapping[str, Any], clean: Callable[[str, Any], T]) -> dict[str, T]:
    """`clean(name, value)` of each value; the errors go into `errors` by name."""
    cleaned = {}
    for name, value in values.items():
        try:
            cleaned[name] = clean(name, value)
        except ValidationError as error:
            errors[name] = error.messages
    return cleaned


def clean_field(model: type[Item], name: str, value: Any) -> Any:
    if name == "external_ids" or (name == "aliases" and model.has_aliases):
        return LISTS[name](value)
    if name not in model.snapshot_fields:
        raise ValidationError(_("This type of content has no such field."))
    return clean_value(model, name, value)


def clean_link(model: type[Item], name: str, value: Any) -> list[str]:
    if name not in model.snapshot_links:
        raise ValidationError(_("This type of content has no such link."))
    ids = clean_ids(value)
    if not is_many(model, name) and len(ids) > 1:
        raise ValidationError(_("Only one can be chosen here."))
    return ids
