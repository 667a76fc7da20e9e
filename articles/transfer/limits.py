"""How much one import may bring."""

from dataclasses import dataclass
from pathlib import Path

from articles.transfer.errors import ImportFormatError

MAX_FILES = 10_000
MAX_MEMBERS = 100_000
MAX_TOTAL_BYTES = 1024**3
MAX_RATIO = 100
# One file, and all that is read of an archive: up to here no ratio is too much.
SMALL_FILE = 64 * 1024
SMALL_TOTAL = 1024**2
# Of a file as it is; of its text without the pictures in it.
MAX_RAW_BYTES = 64 * 1024**2
MAX_MARKDOWN_BYTES = 5 * 1024**2


@dataclass
class Limits:
    """Counts the files of one import. Raises ImportFormatError at the first that is too many."""

    path: Path
    files: int = 0
    total: int = 0

    def count(self, size: int) -> None:
        self.files, self.total = self.files + 1, self.total + size
        if self.files > MAX_FILES:
            raise ImportFormatError(f"{self.path} has more than {MAX_FILES} files.")
        if self.total > MAX_TOTAL_BYTES:
            raise ImportFormatError(f"{self.path} holds more than {MAX_TOTAL_BYTES // 1024**2} MiB.")
