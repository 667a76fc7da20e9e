"""Content for tests, saved the way all content is. Show only the fields that matter in a test."""

import io
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from PIL import Image

from articles.editing import Edit, save_item, save_items, save_record
from articles.editing.pictures import add_picture
from articles.models import (
    Announcement,
    Article,
    Category,
    Figure,
    Industry,
    Item,
    LearningPath,
    Occupation,
    Picture,
    Record,
    Section,
    Skill,
    SkillGroup,
    Source,
    Tool,
    User,
)
from articles.snapshots import Snapshot, is_many

serial = itertools.count(1)

# What every article needs.
ARTICLE = {"summary": "A summary.", "body": "Some text."}


def make[T: Item](model: type[T], *, public_note: str = "", **values: Any) -> T:
    """A stored item of the type, published unless `status` says otherwise; links take items, lists of them, or None."""
    return save_item(model(), make_snapshot(model, values), by=None, public_note=public_note, expected_version=0)


def make_many[T: Item](model: type[T], rows: Iterable[dict[str, Any]]) -> list[T]:
    """One item for each row of what `make` takes, saved together: a tenth of the time for those that are only many."""
    edits = [Edit(model(), make_snapshot(model, values), 0) for values in rows]
    return [saved.item for saved in save_items(edits, by=None)]


def make_snapshot(model: type[Item], values: dict[str, Any]) -> Snapshot:
    number = next(serial)
    fields: dict[str, Any] = {model.name_field: f"{model.__name__} {number}", "status": "published"}
    links: dict[str, list[str]] = {}
    snapshot = Snapshot(fields=fields, links=links)
    for name, value in values.items():
        if name in model.snapshot_links:
            links[name] = ids_of(model, name, value)
        elif name in ("resources", "steps"):
            snapshot[name] = value  # type: ignore[literal-required]
        else:
            fields[name] = value
    return snapshot


def ids_of(model: type[Item], name: str, value: Any) -> list[str]:
    if is_many(model, name):
        return [str(target.pk) for target in value]
    return [str(value.pk)] if value else []


def change[T: Item](item: T, **values: Any) -> T:
    """The item as stored after the fields (or links, given as lists of items) were changed."""
    links = {name: ids_of(type(item), name, value) for name, value in values.items() if name in item.snapshot_links}
    rest = {name: value for name, value in values.items() if name not in links and name not in ("resources", "steps")}
    snapshot = Snapshot(fields=rest, links=links)
    for name in ("resources", "steps"):
        if name in values:
            snapshot[name] = values[name]
    return save_item(item, snapshot, by=None, expected_version=None)


def make_article(**values: Any) -> Article:
    return make(Article, **{**ARTICLE, **values})


def make_skill(**values: Any) -> Skill:
    return make(Skill, **values)


def make_tool(**values: Any) -> Tool:
    return make(Tool, **values)


def make_industry(**values: Any) -> Industry:
    return make(Industry, **values)


def make_occupation(**values: Any) -> Occupation:
    return make(Occupation, **values)


def make_path(*, steps: Sequence[dict[str, Any]] | None = None, **values: Any) -> LearningPath:
    return make(LearningPath, steps=[{"title": "First step"}] if steps is None else steps, **values)


def make_record[T: Record](model: type[T], **values: Any) -> T:
    return save_record(model(**values), by=None)


def make_section(name: str = "", **values: Any) -> Section:
    number = next(serial)
    return make_record(Section, **{"name": name or f"Section {number}", "slug": f"section-{number}", **values})


def make_group(name: str = "", **values: Any) -> SkillGroup:
    number = next(serial)
    return make_record(SkillGroup, **{"name": name or f"Group {number}", "slug": f"group-{number}", **values})


def make_category(**values: Any) -> Category:
    number = next(serial)
    return make_record(Category, **{"name": f"Category {number}", "code": f"code-{number}", **values})


def make_source(**values: Any) -> Source:
    return make_record(Source, **{"publisher": "Example Press", "licence": "CC BY 4.0", **values})


def make_figure(**values: Any) -> Figure:
    return make_record(
        Figure, **{"measure": "employment", "value": 1200, "year": 2024, "source": "Example survey", **values}
    )


def make_announcement(text: str = "Some news.", **values: Any) -> Announcement:
    return make_record(Announcement, text=text, **values)


def image_bytes(*, color: str = "teal", size: tuple[int, int] = (40, 30), image_format: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, image_format)
    return buffer.getvalue()


def make_picture(*, alt: str = "A teal box", **image: Any) -> Picture:
    return add_picture(image_bytes(**image), alt=alt, by=None)


def make_user(username: str = "erin", *, is_superuser: bool = True, **values: Any) -> User:
    user = User(username=username, is_staff=True, is_superuser=is_superuser, **values)
    user.set_password("correct horse battery")
    user.save()
    return user


def count(model: type[models.Model]) -> int:
    return model._default_manager.count()
