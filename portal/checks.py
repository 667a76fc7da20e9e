"""System checks of the portal's own settings; each says how to put it right."""

import difflib
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.environment import names_read
from portal.up.plan import is_loopback

# Settings that were, and what came of them.
RETIRED = {"PORTAL_DATABASE_POOL": "Each thread keeps a connection of its own now; leave it out."}
HTTPS_HINT = "Set PORTAL_PUBLIC_URL to the https address of the proxy in front of the portal."


@register("portal")
def check_http_on_loopback_only(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.IS_SECURE:
        return []
    messages: list[CheckMessage] = []
    if not is_loopback(urlsplit(settings.PUBLIC_URL).hostname or ""):
        text = f"PORTAL_PUBLIC_URL={settings.PUBLIC_URL} would send passwords unencrypted: http is accepted on loopback only."
        messages.append(checks.Error(text, hint=HTTPS_HINT, id="portal.E001"))
    if strangers := [host for host in settings.EXTRA_HOSTS if not is_loopback(host)]:
        text = f"PORTAL_ALLOWED_HOSTS names {', '.join(strangers)}, but http is accepted on loopback only."
        messages.append(checks.Error(text, hint=HTTPS_HINT, id="portal.E002"))
    return messages


@register("portal")
def check_contact(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Readers would write into the void."""
    if not settings.CONTACT:
        return []
    try:
        validate_email(settings.CONTACT)
    except ValidationError:
        text = f"PORTAL_CONTACT={settings.CONTACT!r} is no mail address."
        return [checks.Error(text, hint="One address, such as editors@portal.example.", id="portal.E003")]
    return []


@register("portal")
def check_known_variables(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt variable would otherwise be ignored without a word."""
    unknown = sorted(name for name in os.environ if name.startswith("PORTAL_") and name not in names_read)
    return [
        checks.Warning(
            f"{name} is no setting of the portal.", hint=RETIRED.get(name) or _nearest(name), id="portal.W001"
        )
        for name in unknown
    ]


def _nearest(name: str) -> str:
    """A hint. All names begin alike, so only what follows is compared."""
    endings = [known.removeprefix("PORTAL_") for known in names_read if known.startswith("PORTAL_")]
    close = difflib.get_close_matches(name.removeprefix("PORTAL_"), endings, n=1)
    return f"Did you mean PORTAL_{close[0]}?" if close else "The README lists the settings."
