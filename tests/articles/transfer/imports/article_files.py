"""Sets of documents, and how tests bring them in as articles."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.files import FileSet, read_files
from articles.transfer.imports.reporting import Outcome, Report
from articles.transfer.imports.run import Run
from tests.factories import image_bytes

SET = {
    "docs/README.md": "# The handbook\n\nStart with [testing](testing/README.md#unit) or [the web](https://example.org).\n",
    "docs/testing/README.md": (
        "# Testing\n\nTests tell us quickly whether the program does what people expect of it.\n\n"
        "![A teal box](images/box.png)\n\nBack to [the start](../README.md), not to [nowhere](gone.md).\n\n"
        "```\n[in code](../README.md)\n```\n"
    ),
    "docs/testing/unit-tests.md": "No heading here, only a sentence that is long enough to become the summary.\n",
}


def folder(tmp_path: Path, documents: dict[str, str] = SET) -> Path:
    for path, text in documents.items():
        file = tmp_path / "handbook" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    picture = tmp_path / "handbook/docs/testing/images/box.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(image_bytes())
    return tmp_path / "handbook"


def run(path: Path, *, is_dry: bool = False, status: str = "", **options: str) -> Report:
    return run_set(read_files(path), is_dry=is_dry, status=status, **options)


def run_set(files: FileSet, *, is_dry: bool = False, status: str = "", **options: str) -> Report:
    work = Run(files.name, is_dry=is_dry, status=status, tell=lambda _line: None)
    import_articles(files, ArticleOptions(**options), work)
    return work.report


def paths(report: Report, outcome: Outcome) -> list[str]:
    return [entry.place for entry in report.with_outcome(outcome)]


def warnings(report: Report) -> list[str]:
    return [f"{entry.place}: {warning}" for entry in report.entries for warning in entry.warnings]


def archive(tmp_path: Path, *members: tuple[str, bytes]) -> Path:
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def run_files(documents: Mapping[str, str | bytes], *, name: str = "set", **options: Any) -> Report:
    files = FileSet(name)
    for path, content in documents.items():
        files.add(path, content.encode() if isinstance(content, str) else content)
    return run_set(files, **options)
