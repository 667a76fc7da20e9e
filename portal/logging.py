"""How the portal logs: plain lines on standard error, for people and for the journal of a machine; no line per request."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def plain_logging(level: str) -> dict[str, Any]:
    """A value for LOGGING. Raises ImproperlyConfigured for an unknown level."""
    if level not in LEVELS:
        raise ImproperlyConfigured(f"PORTAL_LOG_LEVEL={level!r} is none of {', '.join(LEVELS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "problems": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
            "errors": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
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
        },
    }
