"""How the portal logs: on standard error, for people and for the journal of a machine, in plain lines or as JSON.

A line per request is there where `PORTAL_LOG_REQUESTS` asks for it. What is logged during a request bears the request's id.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
FORMS = ("text", "json")
REQUEST_LOGGER = "portal.requests"
# All that could end a line, move the cursor or turn the direction of text: what a stranger sent must not look like a line of ours.
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class NameRequest(logging.Filter):
    """Gives each line the id of the request during which it is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        from portal.request_record import current_request_id  # reads settings, which read this module

        record.request_id = current_request_id()
        return True


class TextLine(logging.Formatter):
    """One line, and a traceback below it where there is one."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is the library's
        record.message = escape(record.message)
        request_id = getattr(record, "request_id", "")
        return f"{super().formatMessage(record)}{f' [{request_id}]' if request_id else ''}"


class JsonLine(logging.Formatter):
    """One object on one line, its traceback a member of it. `fields`, which a logger may add, stand in place of the message."""

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", {})
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": "" if fields else record.getMessage(),
            "request_id": getattr(record, "request_id", ""),
            **fields,
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in told.items() if value not in ("", None)}, default=str)


def escape(text: str) -> str:
    return UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def make_logging(level: str, *, form: str = "text", wants_requests: bool = False) -> dict[str, Any]:
    """A value for LOGGING. Raises ImproperlyConfigured for an unknown level or form."""
    if level not in LEVELS:
        raise ImproperlyConfigured(f"PORTAL_LOG_LEVEL={level!r} is none of {', '.join(LEVELS)}.")
    if form not in FORMS:
        raise ImproperlyConfigured(f"PORTAL_LOG={form!r} is none of {', '.join(FORMS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": TextLine, "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": JsonLine},
        },
        "filters": {"request": {"()": NameRequest}},
        "handlers": {
            "stderr": handler(form),
            "problems": {**handler(form), "level": "WARNING"},
            "errors": {**handler(form), "level": "ERROR"},
            "nothing": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            # A missing page is no problem of the portal; an exception in a view is, and is logged as an error.
            "django.request": {"handlers": ["errors"], "propagate": False},
            # Anyone can send a made-up host name, as often as they like; the answer is 400.
            "django.security.DisallowedHost": {"handlers": ["nothing"], "propagate": False},
            # So can anyone send too much; `portal.views.errors` says it in one line.
            "django.security.RequestDataTooBig": {"handlers": ["nothing"], "propagate": False},
            # The worker sets these two to INFO itself and tells of every start, stop and task.
            "django.tasks": {"handlers": ["problems"], "propagate": False},
            "django_tasks_db": {"handlers": ["errors"], "propagate": False},
            REQUEST_LOGGER: {
                "handlers": ["stderr"],
                "level": "INFO" if wants_requests else "CRITICAL",
                "propagate": False,
            },
        },
    }


def handler(form: str) -> dict[str, Any]:
    return {"class": "logging.StreamHandler", "formatter": form, "filters": ["request"]}
