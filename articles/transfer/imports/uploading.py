"""Imports that wait in the database: files that an editor uploaded, tried first, then brought in by the task worker."""

import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TypedDict

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.text import get_valid_filename

from articles.models import ImportBatch, User
from articles.transfer.errors import ImportFormatError
from articles.transfer.imports.articles.importing import ArticleOptions, import_articles
from articles.transfer.imports.catalogue.importing import How, import_catalogue
from articles.transfer.imports.catalogue.mapping import MappingError, parse_map
from articles.transfer.imports.files import read_files
from articles.transfer.imports.run import Run
from articles.transfer.imports.tables import read_tables

STATES = ImportBatch.State
# What may be tried, and what may be brought in; a run that stopped without a word may go on.
TRIED_FROM = (STATES.WAITING,)
RUN_FROM = (STATES.QUEUED,)


class UploadOptions(TypedDict):
    """kind: as in `ImportBatch`. profile, type: how tables are read, "" for none. map: a line for each field."""

    kind: str
    name: str
    profile: str
    type: str
    map: str
    status: str
    language: str
    publisher: str
    licence: str
    source_url: str


def keep_upload(files: Sequence[UploadedFile], options: UploadOptions, *, by: User | None) -> ImportBatch:
    """Stores the files where no page serves them, and notes what is to become of them."""
    folder = f"imports/{secrets.token_hex(16)}"
    stored = [default_storage.save(f"{folder}/{safe_name(file.name or '')}", file) for file in files]
    return ImportBatch.objects.create(
        kind=options["kind"],
        name=options["name"][:200],
        file=stored[0],
        options={**options, "files": stored},
        by=by,
    )


def safe_name(name: str) -> str:
    """A file's name without its folder and without what a file system takes amiss; its ending stays."""
    plain = get_valid_filename(PurePosixPath(name.replace("\\", "/")).name.lstrip(".") or "file")
    stem, dot, endings = plain.partition(".")
    return f"{stem[:80]}{dot}{endings[-40:]}"


def claim(batch_id: int, states: Sequence[str], then: str) -> ImportBatch | None:
    """The batch, if it was in one of the states and nobody else took it in the same moment."""
    taken = ImportBatch.objects.filter(pk=batch_id, state__in=states).update(state=then, progress_at=timezone.now())
    return ImportBatch.objects.get(pk=batch_id) if taken else None


def perform(batch: ImportBatch, *, is_dry: bool) -> None:
    """Tries or brings in what was uploaded. What stops it is kept as the batch's message."""
    try:
        with local_files(batch.options["files"]) as paths:
            bring_in(batch, paths, is_dry=is_dry)
    except (ImportFormatError, MappingError) as error:
        fail(batch, str(error))
    except Exception:
        fail(batch, "Something went wrong that is not the file's fault; see the log of the task worker.")
        raise
    else:
        if not is_dry:
            discard_files(batch)


def fail(batch: ImportBatch, message: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state=STATES.FAILED, message=message, finished_at=timezone.now())


def bring_in(batch: ImportBatch, paths: Sequence[Path], *, is_dry: bool) -> None:
    options = batch.options
    run = Run(
        batch.name,
        batch.kind,
        by=batch.by,
        is_dry=is_dry,
        status=options["status"],
        batch=batch,
        tell=lambda _line: None,
    )
    if batch.kind == ImportBatch.Kind.ARTICLES:
        import_articles(read_files(paths[0], batch.name), ArticleOptions.of(options), run)
        return
    how = How(profile=options["profile"])
    if not options["profile"]:
        lines = [line for line in options["map"].splitlines() if line.strip()]
        mapping = parse_map(lines, options["type"]) if options["type"] else {}
        how = How(item_type=options["type"], mapping=mapping, scheme=f"import:{batch.name}")
    import_catalogue([table for path in paths for table in read_tables(path)], how, run, paths=paths)


@contextmanager
def local_files(names: Sequence[str]) -> Iterator[list[Path]]:
    """The stored files as files of this machine, with the names that they were uploaded under."""
    with tempfile.TemporaryDirectory(prefix="portal-import-") as folder:
        paths = []
        for name in names:
            path = Path(folder) / PurePosixPath(name).name
            with default_storage.open(name) as stored, path.open("wb") as copy:
                for chunk in stored.chunks():
                    copy.write(chunk)
            paths.append(path)
        yield paths


def discard_files(batch: ImportBatch) -> None:
    for name in batch.options.get("files", []):
        default_storage.delete(name)
    ImportBatch.objects.filter(pk=batch.pk).update(file="")
