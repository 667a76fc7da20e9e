"""The directory of a zip archive, weighed before zipfile makes an object of each of its entries."""

import io
import zipfile

from articles.transfer.limits import MAX_MEMBERS

# Room for the most members, with long paths.
MAX_DIRECTORY_BYTES = 32 * 1024**2
ENTRY = b"PK\x01\x02"


class DirectoryReader(io.BufferedReader):
    """A file for zipfile, which asks for a whole directory in one call and for the rest in small pieces."""

    def read(self, size: int | None = -1) -> bytes:
        """Raises BadZipFile."""
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile(f"its directory holds more than {MAX_DIRECTORY_BYTES // 1024**2} MiB")
        content = super().read(size)
        if content.count(ENTRY) > MAX_MEMBERS:
            raise zipfile.BadZipFile(f"it has more than {MAX_MEMBERS:,} entries")
        return content
