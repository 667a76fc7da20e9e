"""What a form of content held that was not saved, for the page that answers it.

Needs no database, no session and no signed-in user: any of them may be why nothing was saved. Gives back texts of forms of
content alone, by name: no password, no token, no file, nothing that another site sent here.
"""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.db import models
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models import ITEM_MODELS, RECORD_MODELS, Alias, ExternalId, ImportBatch, Resource, Step

FORM_MODELS: tuple[type[models.Model], ...] = (*ITEM_MODELS.values(), *RECORD_MODELS.values(), ImportBatch)
# The tables of rows within a form, by the prefix of their fields' names.
ROW_MODELS: dict[str, type[models.Model]] = {
    "aliases": Alias,
    "steps": Step,
    "resources": Resource,
    "external_ids": ExternalId,
}
ROW_FIELD = re.compile(r"(?P<table>[a-z_]+)-(?P<number>\d{1,6})-(?P<name>[a-z_]+)\Z")
NOTES = {"note": _("What did you change?"), "public_note": _("What readers are told")}
UPLOAD_TEXTS = {
    "map": _("Columns"),
    "name": _("Name of the set"),
    "language": _("Language of articles"),
    "publisher": _("Publisher of articles"),
    "licence": _("Licence of articles"),
    "source_url": _("Original address of articles"),
}


@dataclass(frozen=True, slots=True)
class SentText:
    label: str
    text: str

    @property
    def rows(self) -> int:
        """How high a box it wants, in lines."""
        return min(20, 1 + self.text.count("\n") + len(self.text) // 80)


def sent_texts(request: HttpRequest) -> list[SentText]:
    """The texts of the form that the request sent, in its order; empty where there are none to be given back."""
    model = form_model(request)
    if request.method != "POST" or model is None or not is_from_here(request):
        return []
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):  # too large, broken off, not a form
        return []
    named = [(label_of(model, name), value) for name, value in sent if value.strip()]
    return [SentText(label, value) for label, value in named if label]


def form_model(request: HttpRequest) -> type[models.Model] | None:
    """What the form at the address of the request edits; None for what is no form of content."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if match.namespaces != ["admin"]:
        return None
    page = match.url_name or ""
    return next((one for one in FORM_MODELS if page.startswith(f"articles_{one._meta.model_name}_")), None)


def is_from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent the form, as far as the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.get_host()
    except (DisallowedHost, ValueError):
        return False


def label_of(model: type[models.Model], name: str) -> str:
    """What the form calls the field; "" for a field that holds no text of an editor's."""
    if row := ROW_FIELD.match(name):
        return label_of_row(row)
    labels: dict[str, object] = {**UPLOAD_TEXTS} if model is ImportBatch else {**text_labels(model), **NOTES}
    return str(labels.get(name, ""))


def label_of_row(row: re.Match[str]) -> str:
    """What a cell of a table is called, such as “Step 2: Title”; empty where it holds no text of an editor's."""
    model = ROW_MODELS.get(row["table"])
    label = text_labels(model).get(row["name"], "") if model else ""
    return f"{capfirst(model._meta.verbose_name)} {int(row['number']) + 1}: {label}" if model and label else ""


@cache
def text_labels(model: type[models.Model]) -> dict[str, object]:
    """The names and labels of the columns into which editors write."""
    columns = [field for field in model._meta.get_fields() if isinstance(field, models.CharField | models.TextField)]
    return {field.name: capfirst(field.verbose_name) for field in columns if field.editable and not field.choices}
