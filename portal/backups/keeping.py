"""The backups that `up` makes by itself, in the state folder: before it migrates, and one a day where that is asked for."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from portal.backups.errors import BackupError, explain_os_error
from portal.backups.making import Made, make_backup

BEFORE_MIGRATING, DAILY = "before-migrating", "daily"
KEPT_BEFORE_MIGRATING = 3
ENDING, UNFINISHED = ".backup", ".unfinished"


def backup_folder() -> Path:
    return Path(settings.VAR_DIR) / "backups"


def keep_backup(kind: str, *, kept: int) -> Made:
    """Makes a backup of that kind, and then removes all but the newest `kept` of them. Raises BackupError."""
    folder = backup_folder()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise BackupError(f"{folder} cannot be made: {explain_os_error(error)}.") from None
    made = make_backup(folder / f"{kind}-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{ENDING}")
    for path in backups_of(kind)[:-kept]:
        path.unlink(missing_ok=True)
    remove_unfinished(folder.glob(f".{kind}-*{UNFINISHED}"))
    return made


def remove_unfinished(folders: Iterable[Path]) -> None:
    """What a kill left; one process at a time makes backups of a kind."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def backups_of(kind: str) -> list[Path]:
    """The oldest first: their names hold the time."""
    return sorted(backup_folder().glob(f"{kind}-*{ENDING}"))


def last_backup() -> datetime | None:
    """When the last one was made that lies in the state folder, whatever for; None where there is none."""
    times = []
    for path in backup_folder().glob(f"*{ENDING}"):
        with suppress(FileNotFoundError):  # removed in the meantime, as the oldest are
            times.append(path.stat().st_mtime)
    return datetime.fromtimestamp(max(times), UTC) if times else None
