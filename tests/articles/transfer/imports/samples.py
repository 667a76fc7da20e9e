"""Small tables of our own in the shape of the published sets, and how tests bring them in. No text is of the sets."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from openpyxl import Workbook

from articles.models import Alias, Category, ChangeCounter, ExternalId, Tool
from articles.transfer.imports.catalogue.importing import How, import_catalogue
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import read_tables

TECHNOLOGY = (
    "O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand",
)  # fmt: skip
OCCUPATION = ("O*NET-SOC Code", "Title", "Description")
ALTERNATE = ("O*NET-SOC Code", "Title", "Alternate Title", "Short Title")
REPORTED = ("O*NET-SOC Code", "Title", "Reported Job Title", "Shown in My Next Move")
COMMODITY = (
    "Commodity Code", "Commodity Title", "Class Code", "Class Title", "Family Code", "Family Title", "Segment Code",
    "Segment Title",
)  # fmt: skip
SKILL = (
    "conceptType", "conceptUri", "preferredLabel", "status", "skillType", "reuseLevel", "altLabels", "description",
    "broaderConceptUri", "broaderConceptPT",
)  # fmt: skip
RELATION = ("originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri")
ESCO_OCCUPATION = (
    "conceptUri", "code", "iscoGroup", "preferredLabel", "altLabels", "description", "status", "modifiedDate",
)  # fmt: skip
ESCO_USE = ("occupationUri", "occupationCode", "occupationLabel", "relationType", "skillLabel", "digitalSkillUri")
NACE = (
    "Order", "Level", "Code", "Parent", "Description", "This item includes", "This item also includes", "Rulings",
    "This item excludes", "Reference to ISIC Rev. 4",
)  # fmt: skip
FIGURES = (
    "NAICS", "NAICS_TITLE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "PCT_TOTAL", "A_MEAN", "A_MEDIAN",
)  # fmt: skip
SECTORS = ("NAICS", "NAICS_TITLE", "TOT_EMP")
LFAI = (
    "name", "category", "subcategory", "homepage_url", "repo_url", "license", "project", "twitter", "description",
    "second_path",
)  # fmt: skip
AI_NATIVE = (
    "file", "language", "name", "slug", "category", "subCategory", "tags", "homepage", "repo", "license", "author",
    "ossDate", "status", "description", "body_words",
)  # fmt: skip
AWESOME = ("name", "section", "url", "description")

type Row = Mapping[str, object]


def table_text(columns: Sequence[str], rows: Sequence[Row]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_table(path: Path, columns: Sequence[str], *rows: Row) -> Path:
    """A CSV file; a name that ends in `.gz` is packed."""
    content = table_text(columns, rows).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def write_workbook(path: Path, columns: Sequence[str], *rows: Row) -> Path:
    """An XLSX file with one sheet, its cells of the types that the rows have."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    book.save(path)
    return path


def write_json(path: Path, *rows: Row) -> Path:
    path.write_text(json.dumps(rows))
    return path


def bring_in(*paths: Path, is_dry: bool = False, status: str = "", name: str = "", **how: Any) -> Run:
    """The run of an import of files, as the command makes it; `how` as in `How`."""
    run = Run(name or paths[0].name, is_dry=is_dry, status=status, tell=lambda _line: None)
    tables = [table for path in paths for table in read_tables(path)]
    import_catalogue(tables, How(**how), run, paths=paths)
    return run


def outcomes(run: Run) -> list[str]:
    return [entry.outcome for entry in run.report.entries]


def warnings(run: Run) -> list[str]:
    return [warning for entry in run.report.entries for warning in entry.warnings]


def failures(run: Run) -> list[str]:
    return [entry.text for entry in run.report.entries if entry.outcome == "failed"]


def sums(run: Run) -> tuple[int, ...]:
    """How many were read, created, changed, same, skipped, failed."""
    counts = run.report.counts
    return tuple(counts[name] for name in ("read", "created", "changed", "same", "skipped", "failed"))


def as_told(run: Run) -> list[tuple[object, ...]]:
    """What the run tells of each row."""
    return [
        (entry.where, entry.name, entry.outcome, entry.text, tuple(entry.changes), tuple(entry.warnings))
        for entry in run.report.entries
    ]


def last_change() -> int:
    return ChangeCounter.objects.values_list("number", flat=True).first() or 0


def row_counts() -> dict[str, int]:
    """How many rows each table holds, and the number of the last change."""
    models = apps.get_models(include_auto_created=True)
    counts = {model._meta.label: model._default_manager.count() for model in models}
    return counts | {"last change": last_change()}


def tool(name: str) -> Tool:
    return Tool.objects.get(name=name)


def category_names(item: Tool) -> list[str]:
    return sorted(item.categories.values_list("name", flat=True))


def alias_names(item: Any) -> list[str]:
    return sorted(Alias.objects.filter(item_id=item.pk).values_list("name", flat=True))


def codes_of(item: Any) -> set[tuple[str, str]]:
    return set(ExternalId.objects.filter(item_id=item.pk).values_list("scheme", "code"))


def path_to(category: Category | None) -> list[str]:
    """The names from a category up."""
    names = []
    while category is not None:
        names.append(category.name)
        category = category.parent
    return names


def use(example: str, commodity: int | str, title: str = "", code: str = "15-0001.00") -> Row:
    """A row of O*NET's technologies."""
    return {
        "O*NET-SOC Code": code,
        "Title": f"Keepers {code}",
        "Example": example,
        "Commodity Code": commodity,
        "Commodity Title": title or f"Class {commodity}",
        "Hot Technology": "N",
        "In Demand": "N",
    }


def commodity(code: str, *above: str) -> Row:
    """A row of the tree of commodities; above: codes of class, family and segment."""
    levels = dict(zip(("Commodity", "Class", "Family", "Segment"), (code, *above), strict=True))
    return {
        column: value
        for level, at in levels.items()
        for column, value in ((f"{level} Code", at), (f"{level} Title", f"{level} {at}"))
    }


def skill_uri(number: int) -> str:
    return f"http://data.europa.eu/esco/skill/00000000-0000-4000-8000-{number:012d}"


def group_uri(code: str) -> str:
    return f"http://data.europa.eu/esco/skill/{code}"


def skill(number: int, label: str, **cells: str) -> Row:
    """A row of ESCO's skills."""
    return {
        "conceptType": "KnowledgeSkillCompetence",
        "conceptUri": skill_uri(number),
        "preferredLabel": label,
        "status": "released",
        "description": f"What {number} is about.",
        **cells,
    }


def relation(first: int, second: int, kind: str = "essential") -> Row:
    return {"originalSkillUri": skill_uri(first), "relationType": kind, "relatedSkillUri": skill_uri(second)}


def industry(code: str, name: str, parent: str = "", includes: str = "") -> Row:
    """A row of NACE."""
    return {"Code": code, "Parent": parent, "Description": name, "This item includes": includes}


def figure(sector: str, occupation: str, **cells: str) -> Row:
    """A row of the employment statistics; sector, occupation: code and title with a space between."""
    (naics, sector_title), (soc, title) = (part.split(" ", 1) for part in (sector, occupation))
    named = {"NAICS": naics, "NAICS_TITLE": sector_title, "OCC_CODE": soc, "OCC_TITLE": title}
    return {**named, "O_GROUP": "detailed", "TOT_EMP": "1200", "PCT_TOTAL": "1.5", "A_MEDIAN": "90000", **cells}
