"""What is known of one request: its id, which log lines and error pages show, and what its own line in the log tells."""

import re
import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import quote

from django.conf import settings

REQUEST_ID_HEADER = "X-Request-ID"
RECORD_KEY = "portal.record"
# Where the API finds the id.
REQUEST_ID_KEY = "REQUEST_ID"
# As proxies make them: hexadecimal, UUIDs, base64. Nothing that could mean something in a log or on a page.
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=+-]{7,63}")
READABLE_IN_PATHS = "/:@!$&'()*+,;=~"
MAX_PATH_LENGTH = 500


@dataclass(slots=True, kw_only=True, eq=False)
class Record:
    """path: as it was asked for, without the query, which may hold what nobody else may read."""

    id: str
    method: str
    path: str
    client: str = ""
    route: str = ""
    user_id: str = ""
    status: int = 0
    sent_bytes: int = 0
    waited_seconds: float = 0.0
    database_seconds: float = 0.0
    came_at: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.came_at

    @property
    def escaped_path(self) -> str:
        """Percent-encoded, so that no control character of it ends a line or colours a terminal."""
        return quote(self.path[:MAX_PATH_LENGTH], safe=READABLE_IN_PATHS, errors="replace")


current_record: ContextVar[Record | None] = ContextVar("current_record", default=None)


def current_request_id() -> str:
    """Empty outside of requests."""
    record = current_record.get()
    return record.id if record else ""


def request_id_of(sent: str | None) -> str:
    """The id that the proxy gave, where one is trusted and gave a well-formed one; else a random one."""
    if sent and settings.PROXIES and WELL_FORMED.fullmatch(sent):
        return sent
    return secrets.token_hex(16)
