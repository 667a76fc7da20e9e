"""How long a request waits for the database."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.request_record import Record


@contextlib.contextmanager
def timed_database(connection: BaseDatabaseWrapper, record: Record) -> Iterator[None]:
    """Adds the time of each statement to the record. Opens no connection by itself."""

    def timed(execute: Callable[..., Any], *arguments: Any) -> Any:
        began_at = time.monotonic()
        try:
            return execute(*arguments)
        finally:
            record.database_seconds += time.monotonic() - began_at

    with connection.execute_wrapper(timed):
        yield
