"""What is told of each request at its end: a line in the log, where one is asked for."""

import logging

from portal.bridge.application import Observer
from portal.logging import REQUEST_LOGGER
from portal.observing.record import Record, current_record

logger = logging.getLogger(REQUEST_LOGGER)


class RequestObserver(Observer):
    def ended(self, record: Record) -> None:
        if logger.isEnabledFor(logging.INFO):
            log_request(record)


def log_request(record: Record) -> None:
    fields = {
        "method": record.method,
        "path": record.escaped_path,
        "route": record.route,
        "status": record.status,
        "bytes": record.sent_bytes,
        "ms": round(1000 * record.seconds, 1),
        "waited_ms": round(1000 * record.waited_seconds, 1),
        "database_ms": round(1000 * record.database_seconds, 1),
        "client": record.client,
        "user": record.user_id,
    }
    told = " ".join(f"{name}={value}" for name, value in fields.items() if value not in ("", None))
    token = current_record.set(record)
    try:
        logger.info("%s", told, extra={"fields": fields})
    finally:
        current_record.reset(token)
