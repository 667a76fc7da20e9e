"""How much one import may bring."""

from collections.abc import Callable, Iterable

from articles.transfer.errors import ImportFormatError

MAX_FILES = 10_000
MAX_MEMBERS = 100_000
MAX_TOTAL_BYTES = 1024**3
MAX_RATIO = 100
# One file, and all that is read of an archive: up to here no ratio is too much.
SMALL_FILE = 64 * 1024
SMALL_TOTAL = 1024**2
# Of one file of tables, unpacked.
MAX_FILE_BYTES = 256 * 1024**2
# Of a file of a set of documents as it is; of its text without the pictures in it.
MAX_RAW_BYTES = 64 * 1024**2
MAX_MARKDOWN_BYTES = 5 * 1024**2


def check_size(name: str, size: int, limit: int = MAX_FILE_BYTES) -> None:
    """name: of the file, as told. Raises ImportFormatError, as the others do."""
    if size > limit:
        raise ImportFormatError(f"{name} holds more than {limit // 1024**2} MiB.")


def check_total(name: str, sizes: Iterable[int]) -> None:
    """sizes: of all files that are read of a folder or an archive."""
    check_size(name, sum(sizes), MAX_TOTAL_BYTES)


def check_members(name: str, number: int) -> None:
    """number: of all files in an archive, read or not."""
    if number > MAX_MEMBERS:
        raise ImportFormatError(f"{name} has more than {MAX_MEMBERS:,} files.")


def check_files(name: str, number: int, *, is_own: Callable[[], bool] = bool) -> None:
    """number: of the files that are read. is_own: whether they are an export of ours, which has as many as it needs."""
    if number > MAX_MEMBERS or (number > MAX_FILES and not is_own()):
        raise ImportFormatError(f"{name} has more than {MAX_FILES:,} files.")
