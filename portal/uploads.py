"""How much anyone may send: measured before a byte of a file is taken in."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class MeasuredUploads(FileUploadHandler):
    """Stands first among the handlers. Refuses by the announced size: Django reads no body that announces none.

    Without it files of any size would be written to the disk before anyone asked who sends them.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  as Django names it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and content_length > self.limit():
            raise RequestDataTooBig(f"{content_length} bytes")

    def limit(self) -> int:
        """In bytes. Asked only where a form of texts would be too large, which costs a query."""
        user: Any = getattr(self.request, "user", None)
        may_send = user is not None and user.is_active and user.is_staff
        files: int = settings.MAX_UPLOAD_BYTES if may_send else 0
        return files + settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
