"""The WSGI entry point that granian (or another server) loads."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django_application = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The watch over the database begins with the first request: servers fork after they loaded this."""
    from portal.databases import watching  # which wants the settings

    watching.start()
    return django_application(environ, start_response)
