"""What is told of each request at its end, where it is asked for: a line in the log, and counts."""

import asyncio
import logging

from django.conf import settings

from portal.bridge.application import Bridge, Observer
from portal.logging import REQUEST_LOGGER
from portal.observing import metrics
from portal.observing.counts import Counts
from portal.request_record import Record, current_record

logger = logging.getLogger(REQUEST_LOGGER)


class RequestObserver(Observer):
    counts: Counts | None = None

    def started(self, bridge: Bridge, loop: asyncio.AbstractEventLoop) -> None:
        if settings.METRICS_ADDRESS is None:
            return
        self.lanes = (bridge.requests, bridge.files)
        try:
            self.counts = Counts(metrics.folder())
        except OSError as error:
            logging.getLogger(__name__).error("PORTAL_METRICS: nothing can be counted: %s", error)
        else:
            self.listening = loop.create_task(metrics.listen(*settings.METRICS_ADDRESS))

    def ended(self, record: Record) -> None:
        if self.counts:
            metrics.count_request(self.counts, record)
            for lane in self.lanes:
                self.counts.set(f'portal_now_waiting{{lane="{lane.name}"}}', lane.waiting)
                self.counts.set(f'portal_now_busy{{lane="{lane.name}"}}', lane.busy)
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
