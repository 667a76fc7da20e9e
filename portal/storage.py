"""Where pictures and uploads are kept: as files of the state folder, each of which is whole or not there."""

import os
import secrets
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Writes beside and links into place: what a full disk or a kill cuts off never bears the name of a file."""

    def _save(self, name: str, content: Any) -> str:
        draft = str(PurePosixPath(name).with_name(f".{secrets.token_hex(8)}.draft"))
        try:
            super()._save(draft, content)  # type: ignore[misc]  # the stubs leave it out
            while True:
                try:
                    os.link(self.path(draft), self.path(name))
                except FileExistsError:  # another file, or the same at the same moment
                    name = self.get_available_name(name)
                else:
                    return name
        finally:
            with suppress(OSError):
                Path(self.path(draft)).unlink()
