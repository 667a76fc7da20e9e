"""What editors can do to many items at once."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.differences import label_of
from articles.admin.mass import ask_first
from articles.admin.pages import ContentAdmin
from articles.editing import EditConflict
from articles.models import Item
from articles.publishing import Status


def explain(item: Item, error: ValidationError | EditConflict | None) -> str:
    """Why an edit was refused, with fields called as the form calls them."""
    if isinstance(error, EditConflict):
        return gettext("somebody saved it just now")
    if error is None:
        return ""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{label_of(type(item), name)}: {' '.join(texts)}" for name, texts in error.message_dict.items())


class StatusActions(ContentAdmin):
    """Actions of `ItemAdmin` that change the status of what is chosen."""

    @admin.action(permissions=["publish"], description=_("Publish"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return ask_first(request, queryset, Status.PUBLISHED)

    @admin.action(permissions=["change"], description=_("Archive"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return ask_first(request, queryset, Status.ARCHIVED)

    @admin.action(permissions=["change"], description=_("Withdraw"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return ask_first(request, queryset, Status.WITHDRAWN)

    @admin.action(permissions=["change"], description=_("Back to draft"))
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return ask_first(request, queryset, Status.DRAFT)

    @admin.action(permissions=["delete"], description=_("Move to the trash"))
    def move_to_trash(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return ask_first(request, queryset, Status.TRASHED)
