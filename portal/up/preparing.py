"""Brings the portal's state up to date: database, static files, starter catalogue, a first editor."""

import hashlib
import multiprocessing
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import get_random_string

from articles.editing import count_outdated
from articles.editing.jobs import is_rerender_waiting, rerender
from articles.models import User
from articles.transfer.starter.loading import is_portal_empty, load_starter
from portal.backups.errors import BackupError
from portal.backups.keeping import BEFORE_MIGRATING, KEPT_BEFORE_MIGRATING, keep_backup
from portal.up.plan import COLLECTED_NAME, Refusal

Report = Callable[[str], None]

# No characters that look alike: people type this one from a screen.
CLEAR_CHARACTERS = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ234679"
PASSWORD_LENGTH = 18
# Half of what the package of the API's documentation brings, and no page of ours uses it.
UNUSED_STATIC = ["redoc", "swagger-ui-standalone-preset*"]


@dataclass(frozen=True)
class Credentials:
    username: str
    password: str


@contextmanager
def beside(work: Callable[[Report], None], report: Report) -> Iterator[None]:
    """Does the work on another core meanwhile, where the system can fork. The database must not be open, nor be asked by it."""
    if "fork" not in multiprocessing.get_all_start_methods():
        yield
        work(report)
        return
    process = multiprocessing.get_context("fork").Process(target=end_with_outcome, args=(work, report))
    process.start()
    try:
        yield
        process.join()
    finally:
        process.kill()
        process.join()
    if process.exitcode:
        work(report)  # again, so that what is wrong is told as always


def end_with_outcome(work: Callable[[Report], None], report: Report) -> None:
    try:
        work(report)
    except Exception:  # noqa: BLE001  the other process does it again and tells
        sys.exit(1)


def missing_steps() -> int:
    """How many migrations the database lacks. Raises DatabaseError where it is no database of a portal."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(report: Report, steps: int) -> None:
    if steps:
        if MigrationRecorder(connection).applied_migrations():
            back_up(report)
        report(f"Preparing the database ({steps} steps, a few seconds) …")
        # First those whose many steps look at all models that are there by then.
        call_command("migrate", "django_tasks_database", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)


def back_up(report: Report) -> None:
    """Nothing is migrated without a way back."""
    try:
        made = keep_backup(BEFORE_MIGRATING, kept=KEPT_BEFORE_MIGRATING)
    except BackupError as error:
        raise Refusal(f"No backup could be made before the database is migrated, so nothing was: {error}") from None
    report(f"Made a backup before migrating: {made.path} ({made.size / 1024**2:.1f} MB).")


def render_anew(report: Report) -> None:
    """Has the task worker render what an older version of the renderer made; pages show that until then."""
    if number := count_outdated():
        report(f"An older version rendered {number} items; a task renders them anew.")
        if not is_rerender_waiting():
            rerender.enqueue()


def collect_static(report: Report) -> None:
    """Collects and compresses the static files, unless none has changed since the last time."""
    kept = Path(settings.VAR_DIR) / COLLECTED_NAME
    digest = static_digest()
    if kept.exists() and kept.read_text(encoding="ascii") == digest and Path(settings.STATIC_ROOT).is_dir():
        return
    report("Collecting and compressing the static files (a few seconds) …")
    # Without `clear` a file is kept where the new one's time is older, as the times of an installed package may be.
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED_STATIC)
    kept.write_text(digest, encoding="ascii")


def static_digest() -> str:
    """Changes with the name, size or time of any source file, and with the version of Django, which ships some."""
    digest = hashlib.sha256(django.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            status = Path(storage.path(path)).stat()
            digest.update(f"\n{path} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def fill_empty_portal(report: Report) -> None:
    if is_portal_empty():
        report("Filling the portal with the starter catalogue (up to half a minute) …")
        load_starter(report=report)


def make_first_editor() -> Credentials | None:
    """An account that may do everything, made where nobody can sign in to the admin; None where somebody can."""
    users = User.objects
    if users.filter(is_staff=True, is_active=True).exists():
        return None
    taken = users.filter(username="editor").exists()
    username = f"editor-{secrets.token_hex(2)}" if taken else "editor"
    password = get_random_string(PASSWORD_LENGTH, CLEAR_CHARACTERS)
    users.create_superuser(username=username, password=password)
    return Credentials(username, password)
