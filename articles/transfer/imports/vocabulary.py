"""Finds the sections, skill groups and categories that rows name, and makes those that are missing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from articles.models import Category, Section, SkillGroup
from articles.naming import make_name_key
from articles.slugs import slug_candidates
from articles.transfer.imports.rows import CategoryName
from articles.transfer.imports.run import Run, make_id

NAME_LENGTH = 120
LAST_POSITION = 10_000


def ensure_headings[T: Section | SkillGroup](model: type[T], names: Iterable[str], run: Run) -> dict[str, T]:
    """The heading with each name, by the name as given; missing ones are made behind the others."""
    stored: list[Any] = [*model._default_manager.all(), *run.plan.records_of(model)]
    known: dict[str, T] = {make_name_key(heading.name): heading for heading in stored}
    taken = {heading.slug for heading in stored}
    by_id = {heading.pk: heading for heading in stored}
    found: dict[str, T] = {}
    made: list[T] = []
    for name in sorted(set(names)):
        key = make_name_key(name[:NAME_LENGTH])
        if key not in known:
            # One that an import made and an editor renamed is still the one that is meant.
            renamed = by_id.get(heading_id(model, key))
            known[key] = renamed or make_heading(model, name[:NAME_LENGTH], taken, len(known))
            made += [] if renamed else [known[key]]
        found[name] = known[key]
    refused = run.make_records(made)
    for name, heading in found.items():
        if heading.pk in refused:
            run.report.notes.append(f"{model._meta.verbose_name} “{name}”: {refused[heading.pk]}")
    return {name: heading for name, heading in found.items() if heading.pk not in refused}


def heading_id(model: type[Any], key: str) -> UUID:
    return make_id(f"import:{model.__name__}", key)


def make_heading[T: Section | SkillGroup](model: type[T], name: str, taken: set[str], count: int) -> T:
    heading = model(pk=heading_id(model, make_name_key(name)), name=name)
    heading.position = min(count + 100, LAST_POSITION)
    candidates = slug_candidates(name, heading.pk, model.__name__.lower(), "")
    heading.slug = next(slug for slug in candidates if slug not in taken)
    taken.add(heading.slug)
    return heading


def ensure_categories(wanted: Iterable[CategoryName], run: Run) -> dict[tuple[str, str], Category]:
    """The category with each scheme and code, those above them included; missing ones are made.

    What is there already keeps its name and place: editors order categories as they like.
    """
    names: dict[tuple[str, str], CategoryName] = {}
    for category in wanted:
        collect(category, names)
    schemes = {scheme for scheme, _code in names}
    known = {(one.scheme, one.code): one for one in Category.objects.filter(scheme__in=schemes)}
    ids = {category_id(*key): key for key in names}
    known |= {
        ids[one.pk]: one for one in Category.objects.filter(pk__in=list(ids)) if (one.scheme, one.code) not in names
    }
    known |= {(one.scheme, one.code): one for one in run.plan.records_of(Category)}
    made: list[Category] = []
    for category in names.values():
        make_category(category, known, made)
    refused = run.make_records(made)
    for (scheme, code), one in known.items():
        if one.pk in refused:
            run.report.notes.append(f"category “{code}” of {scheme}: {refused[one.pk]}")
    return {key: one for key, one in known.items() if one.pk not in refused}


def collect(category: CategoryName, names: dict[tuple[str, str], CategoryName]) -> None:
    """Parents stand before their children."""
    if (category.scheme, category.code) in names:
        return
    if category.parent is not None:
        collect(category.parent, names)
    names[category.scheme, category.code] = category


def category_id(scheme: str, code: str) -> UUID:
    return make_id(f"category:{scheme}", code)


def make_category(name: CategoryName, known: dict[tuple[str, str], Category], made: list[Category]) -> None:
    if (name.scheme, name.code) in known:
        return
    parent = known.get((name.parent.scheme, name.parent.code)) if name.parent else None
    category = Category(
        pk=category_id(name.scheme, name.code),
        scheme=name.scheme,
        code=name.code,
        name=name.name[:250],
        parent=parent,
    )
    known[name.scheme, name.code] = category
    made.append(category)
