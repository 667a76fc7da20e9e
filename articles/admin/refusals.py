"""Refusals as editors see them: fields by their labels, and a link to what stands in the way for those who may see it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from articles.admin.differences import label_of as label_of_field
from articles.admin.site import admin_url, label_of
from articles.editing.refusals import MISSING, TAKEN
from articles.models import ITEM_MODELS, RECORD_MODELS, Item
from articles.publishing import Status

type MayView = Callable[[type[Model]], bool]
type Refusals = dict[str, list[str]]
type Owners = Mapping[tuple[str, str], Model]

SHOWN_SEARCHES = 10


def show_refusals(error: ValidationError, may_view: MayView) -> Refusals:
    """What was refused, by field, as texts with links in them. One query for each type of what stands in the way."""
    parts = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    owners = load_owners([one for errors in parts.values() for one in errors], may_view)
    return {name: [show_one(one, owners, may_view) for one in errors] for name, errors in parts.items()}


def load_owners(errors: Sequence[ValidationError], may_view: MayView) -> Owners:
    """What stands in the way, where it is stored and may be seen, by type and id."""
    models: dict[str, type[Model]] = {**ITEM_MODELS, **RECORD_MODELS}
    wanted: dict[str, set[str]] = defaultdict(set)
    for error in errors:
        if error.code == TAKEN and error.params and may_view(models[error.params["item_type"]]):
            wanted[error.params["item_type"]].add(error.params["item_id"])
    return {
        (item_type, str(row.pk)): row
        for item_type, ids in wanted.items()
        for row in models[item_type]._default_manager.filter(pk__in=ids)
    }


def show_one(error: ValidationError, owners: Owners, may_view: MayView) -> str:
    text = " ".join(error.messages)
    params: Any = error.params or {}
    if error.code == TAKEN:
        owner = owners.get((params["item_type"], params["item_id"]))
        return format_html("{} {}", text, link_to(owner)) if owner else text
    if error.code == MISSING and (searches := searches_for(params.get("references", ()), may_view)):
        return format_html("{} {}", text, format_html_join(" ", "{}", ((search,) for search in searches)))
    return text


def link_to(owner: Model) -> str:
    """In a new tab, for the form holds what is not saved yet."""
    url = admin_url(type(owner), "change", owner.pk)
    link = format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, label_of(owner))
    if isinstance(owner, Item) and owner.status == Status.TRASHED:
        return format_html("{}. {}", link, gettext("To take it back out of the trash, give it another status there."))
    return link


def searches_for(references: Sequence[tuple[str, str]], may_view: MayView) -> list[str]:
    """Links to the lists in which an editor may look for what a text names wrongly."""
    return [
        format_html(
            '<a href="{}?{}" target="_blank" rel="noopener">{}</a>',
            admin_url(ITEM_MODELS[item_type], "changelist"),
            urlencode({"q": slug, "status": "all"}),
            gettext("Look for “%(slug)s”.") % {"slug": slug},
        )
        for item_type, slug in references[:SHOWN_SEARCHES]
        if may_view(ITEM_MODELS[item_type])
    ]


def with_label(model: type[Model], name: str, text: str) -> str:
    """A refusal that has no field to stand at, with the field's label before it."""
    if name == NON_FIELD_ERRORS:
        return text
    return format_html("{}: {}", label_of_field(model, name), text)


def in_one_line(model: type[Model], error: ValidationError, may_view: MayView) -> str:
    """All that was refused, for a message."""
    refusals = show_refusals(error, may_view)
    lines = [(with_label(model, name, text),) for name, texts in refusals.items() for text in texts]
    return format_html_join(" ", "{}", lines)
