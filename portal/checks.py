"""System checks of the portal's own settings, and of its pages; each says how to put it right."""

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
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from articles.models import ITEM_MODELS, Item
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


@register("types")
def check_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whether each declared type of items has its part in the site."""
    # Views cost time to load, which no command but this check wants.
    from portal.list_pages import LIST_PAGES
    from portal.views.details import DETAIL_PAGES

    messages: list[CheckMessage] = []
    for name, model in ITEM_MODELS.items():
        if name not in LIST_PAGES:
            messages.append(_missing(model, "list", f'LIST_PAGES["{name}"] of portal.list_pages', "portal.E010"))
        if name not in DETAIL_PAGES:
            messages.append(_missing(model, "page", f'DETAIL_PAGES["{name}"] of portal.views.details', "portal.E011"))
        if not _has_template(f"details/{name}.html"):
            messages.append(_missing(model, "template", f"details/{name}.html in a folder of templates", "portal.E012"))
    return messages


def _has_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _missing(model: type[Item], what: str, hint: str, number: str) -> CheckMessage:
    return checks.Error(f"{model.__name__} has no {what} on the site.", hint=f"Give it {hint}.", obj=model, id=number)
