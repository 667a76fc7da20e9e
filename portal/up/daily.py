"""When `up` makes the backup of the day, where PORTAL_DAILY_BACKUP asks for one: a child that ends once it is made."""

import time
from collections.abc import Callable
from pathlib import Path

from portal.up.children import Child

DAY_SECONDS = 24 * 60 * 60.0
RETRY_SECONDS = 60 * 60.0
# Not while a start still keeps the machine busy.
FIRST_SECONDS = 60.0


class DailyBackup:
    """Runs the child a day after the newest daily backup in the folder; after an hour again where it failed."""

    def __init__(self, child: Child, folder: Path, report: Callable[[str], None]) -> None:
        self.child, self.folder, self.report = child, folder, report
        self.due_at = time.time() + max(FIRST_SECONDS, self.last_at() + DAY_SECONDS - time.time())
        self.is_started = False

    def last_at(self) -> float:
        """0 where there is none."""
        return max((path.stat().st_mtime for path in self.folder.glob("daily-*.backup")), default=0.0)

    def seconds_left(self) -> float | None:
        """Until something is to be done; None while the child runs, whose end is a signal."""
        return None if self.is_started else max(0.0, self.due_at - time.time())

    def look(self) -> None:
        """Starts the child when it is due, and says so where it failed."""
        if self.is_started and not self.child.is_running:
            self.is_started = False
            self.plan(self.child.exit_code)
        elif not self.is_started and time.time() >= self.due_at:
            self.child.start()
            self.is_started = True

    def plan(self, exit_code: int | None) -> None:
        if exit_code:
            self.report(f"The daily backup failed with exit code {exit_code}; next try in an hour.")
        self.due_at = time.time() + (RETRY_SECONDS if exit_code else DAY_SECONDS)
