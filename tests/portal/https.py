"""The portal as it is behind https: the real settings of another process, taken over for a test."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.test import Client

from tests.running import ROOT, clean_environment

HOST = "portal.example"
PREFIXES = ("SECURE_", "SESSION_", "CSRF_", "LANGUAGE_COOKIE_", "X_FRAME_", "IS_SECURE", "PUBLIC_URL", "ALLOWED_HOSTS")
PRINT_SETTINGS = f"""
import json
from django.conf import settings
names = [name for name in dir(settings) if name.startswith({PREFIXES!r})]
print(json.dumps({{name: getattr(settings, name) for name in names if name != "SESSION_FILE"}}))
"""


@cache
def settings_under_https() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        environment = clean_environment(
            Path(folder), DJANGO_SETTINGS_MODULE="portal.settings", PORTAL_PUBLIC_URL=f"https://{HOST}/"
        )
        command = [sys.executable, "-c", PRINT_SETTINGS]
        printed: dict[str, Any] = json.loads(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))
    return printed


def client_over_https(settings: Any, **options: Any) -> Client:
    """settings: pytest-django's fixture. A proxy in front has ended TLS."""
    for name, value in settings_under_https().items():
        setattr(settings, name, tuple(value) if name == "SECURE_PROXY_SSL_HEADER" else value)
    return Client(headers={"host": HOST, "x-forwarded-proto": "https"}, **options)
