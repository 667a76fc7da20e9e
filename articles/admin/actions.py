"""What editors can do to many items at once."""

from collections import Counter
from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.differences import label_of
from articles.admin.pages import ContentAdmin, editor_of
from articles.editing import Edit, EditConflict, Saved, save_items
from articles.models import Item, User
from articles.publishing import Status
from articles.snapshots import Snapshot

BATCH = 200
SHOWN_REFUSALS = 20


def set_status(items: Iterable[Item], status: Status, *, by: User, note: str) -> list[Saved[Any]]:
    """What became of each item; batches of some hundred keep each transaction short."""
    saved = []
    for batch in batched(items, BATCH, strict=False):
        edits = [Edit(item, Snapshot(fields={"status": status.value}), item.version) for item in batch]
        saved += save_items(edits, by=by, note=note, keep_going=True)
    return saved


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
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.change_status(request, queryset, Status.PUBLISHED)

    @admin.action(permissions=["change"], description=_("Archive"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.change_status(request, queryset, Status.ARCHIVED)

    @admin.action(permissions=["change"], description=_("Withdraw"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.change_status(request, queryset, Status.WITHDRAWN)

    @admin.action(permissions=["change"], description=_("Back to draft"))
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.change_status(request, queryset, Status.DRAFT)

    @admin.action(permissions=["delete"], description=_("Move to the trash"))
    def move_to_trash(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.change_status(request, queryset, Status.TRASHED)

    def change_status(self, request: HttpRequest, queryset: QuerySet[Any], status: Status) -> None:
        """Saves, and tells how many changed, how many were so already, and why each other one was refused."""
        note = gettext("Status set to “%(status)s” in the list") % {"status": status.label}
        items = list(queryset)
        free = [item for item in items if item.status not in self.kept_by_hand(status)]
        saved = set_status(free, status, by=editor_of(request), note=note)
        numbers = Counter(one.outcome for one in saved)
        if numbers["changed"]:
            text = gettext("%(count)d changed to “%(status)s”.")
            messages.success(request, text % {"count": numbers["changed"], "status": status.label})
        if numbers["same"]:
            text = ngettext("%(count)d was so already.", "%(count)d were so already.", numbers["same"])
            messages.info(request, text % {"count": numbers["same"]})
        kept = ValidationError(gettext("its status is changed on its own page only, for it is no slip to mend"))
        refused = [Saved(item, "failed", kept) for item in items if item not in free]
        self.tell_refusals(request, [*refused, *(one for one in saved if one.error is not None)])

    def kept_by_hand(self, status: Status) -> set[Status]:
        """What no list may lift or empty with one click."""
        kept = {Status.LEGAL_HOLD}
        return kept | {Status.TRASHED} if status == Status.PUBLISHED else kept

    def tell_refusals(self, request: HttpRequest, refused: list[Saved[Any]]) -> None:
        for one in refused[:SHOWN_REFUSALS]:
            texts = {"name": one.item, "reason": explain(one.item, one.error)}
            messages.error(request, gettext("“%(name)s”: %(reason)s") % texts)
        if refused:
            text = ngettext("%(count)d was refused.", "%(count)d were refused.", len(refused))
            messages.error(request, text % {"count": len(refused)})
