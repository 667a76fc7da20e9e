"""Loads the starter catalogue, through the same door as all content."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml

from articles.editing import Edit, save_items, save_records, together
from articles.imports.markdown.front_matter import split_front_matter
from articles.models import (
    ITEM_MODELS,
    RECORD_MODELS,
    Category,
    Change,
    Figure,
    Industry,
    Item,
    Occupation,
    Record,
    Section,
    SkillGroup,
)
from articles.publishing import Status
from articles.snapshots import STEP_LINKS, Snapshot

FOLDER = Path(__file__).parent
CATALOGUE_FILES = {
    "skill": "skills",
    "tool": "tools",
    "industry": "industries",
    "occupation": "occupations",
    "path": "paths",
}

type Rows = list[dict[str, Any]]
type Ids = dict[tuple[str, str], UUID]


def is_portal_empty() -> bool:
    """Whether no item and no record was ever made."""
    return not any(model._default_manager.exists() for model in (*ITEM_MODELS.values(), *RECORD_MODELS.values()))


def load_starter(*, report: Callable[[str], None]) -> None:
    """Fills an empty portal, all or nothing. report: told, in words, what is being done."""
    report("starter catalogue: skills, tools, industries, paths and articles")
    with together():
        count = load_all()
    report(f"starter catalogue: {count} items")


def load_all() -> int:
    """How many items were made."""
    records = load_records()
    rows = {"article": read_articles(), **{kind: read_yaml(name) for kind, name in CATALOGUE_FILES.items()}}
    ids: Ids = {(kind, row["slug"]): uuid4() for kind, entries in rows.items() for row in entries}
    edits = [make_edit(kind, row, ids, records) for kind, entries in rows.items() for row in entries]
    save_items(edits, by=None, note="starter catalogue", reason=Change.Reason.STARTER)
    save_records(make_figures(), by=None, reason=Change.Reason.STARTER)
    return len(edits)


@cache
def read_yaml(name: str) -> Rows:
    rows: Rows = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def read_articles() -> Rows:
    """The articles' front matter, with `slug` from the file name and the text as `body`."""
    rows = []
    for path in sorted((FOLDER / "articles").glob("*.md")):
        split = split_front_matter(path.read_text(encoding="utf-8"))
        rows.append({**split.values, "slug": path.stem, "body": split.body})
    return rows


def load_records() -> Ids:
    """Writes sections, groups and categories; returns their ids by (link name, slug or code)."""
    sections = [Section(position=at, **row) for at, row in enumerate(read_yaml("sections"))]
    groups = [SkillGroup(position=at, **row) for at, row in enumerate(read_yaml("groups"))]
    categories = make_categories()
    records: list[Record] = [*sections, *groups, *categories]
    save_records(records, by=None, reason=Change.Reason.STARTER)
    return {
        **{("section", section.slug): section.pk for section in sections},
        **{("group", group.slug): group.pk for group in groups},
        **{("categories", category.code): category.pk for category in categories},
    }


def make_categories() -> list[Category]:
    """Parents come before their children."""
    made: dict[str, Category] = {}
    rows = read_yaml("categories")
    while rows:
        ready = [row for row in rows if not row.get("parent") or row["parent"] in made]
        for row in ready:
            parent = made[row["parent"]] if row.get("parent") else None
            made[row["code"]] = Category(scheme=row["scheme"], code=row["code"], name=row["name"], parent=parent)
        rows = [row for row in rows if row not in ready]
    return list(made.values())


def make_edit(kind: str, row: dict[str, Any], ids: Ids, records: Ids) -> Edit:
    """The edit that makes one item. row: as in the files, with slugs for links."""
    model: Any = ITEM_MODELS[kind]
    fields: dict[str, Any] = {
        name: row[name]
        for name in (*model.snapshot_fields, "aliases", "external_ids")
        if row.get(name) is not None and (name != "aliases" or model.has_aliases)
    }
    fields |= {"status": Status.PUBLISHED.value}
    if "featured" in row:
        fields["is_featured"] = row["featured"]
    links = {name: find_ids(model, name, row[name], ids, records) for name in model.snapshot_links if row.get(name)}
    snapshot = Snapshot(fields=fields, links=links, resources=row.get("resources", []))
    if "steps" in row:
        snapshot["steps"] = [make_step(step, ids) for step in row["steps"]]
    return Edit(model(pk=ids[kind, row["slug"]]), snapshot, 0)


def find_ids(model: type[Item], name: str, value: str | list[str], ids: Ids, records: Ids) -> list[str]:
    slugs: Iterable[str] = [value] if isinstance(value, str) else value
    target: Any = model._meta.get_field(name).related_model
    if issubclass(target, Item):
        return [str(ids[target.item_type.value, slug]) for slug in slugs]
    return [str(records[name, slug]) for slug in slugs]


def make_step(step: dict[str, Any], ids: Ids) -> dict[str, Any]:
    links = {name: [str(ids[name.removesuffix("s"), slug]) for slug in step.get(name, [])] for name in STEP_LINKS}
    return {**step, **links}


def make_figures() -> list[Figure]:
    industries = {item.slug: item for item in Industry.objects.only("slug", "name")}
    occupations = {item.slug: item for item in Occupation.objects.only("slug", "name")}
    return [
        Figure(
            industry=industries[row["industry"]],
            occupation=occupations[row["occupation"]],
            **{name: row[name] for name in ("measure", "value", "year", "source")},
        )
        for row in read_yaml("figures")
    ]
