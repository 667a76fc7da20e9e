"""Deleting an item moves it to the trash: nothing is ever taken out of the database here."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from articles.admin.actions import explain
from articles.admin.pages import ContentAdmin, editor_of
from articles.admin.panels import show_uses
from articles.admin.publication import say_readers_get
from articles.admin.site import admin_url
from articles.editing import EditConflict, save_item
from articles.publishing import Status
from articles.snapshots import Snapshot


class TrashPages(ContentAdmin):
    """The delete page of `ItemAdmin`. It runs outside any transaction, as `ContentAdmin.changeform_view` explains."""

    def delete_view(self, request, object_id, extra_context=None):
        item = self.get_object(request, unquote(object_id))
        if item is None:
            raise Http404
        if not self.has_delete_permission(request, item):
            raise PermissionDenied
        if request.method == "POST":
            return self.move_one_to_trash(request, item)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Move to the trash"),
            "subtitle": str(item),
            "item": item,
            "readers_then": say_readers_get(item.with_publication(status=Status.TRASHED.value)),
            "uses": [use for use in show_uses(item, self.uses, self.viewer(request)) if use.count],
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/item_trash.html", context)

    def move_one_to_trash(self, request, item):
        trashed = Snapshot(fields={"status": Status.TRASHED.value})
        note = gettext("Moved to the trash")
        try:
            saved = save_item(item, trashed, by=editor_of(request), note=note, expected_version=item.version)
        except (EditConflict, ValidationError) as error:
            messages.error(request, explain(item, error))
            return redirect(admin_url(self.model, "change", item.pk))
        if saved.version == item.version:
            messages.info(request, gettext("“%(name)s” was in the trash already.") % {"name": item})
        else:
            text = gettext("“%(name)s” is in the trash. To take it back, give it another status.")
            messages.success(request, text % {"name": item})
        target = "changelist" if self.has_view_or_change_permission(request) else None
        return redirect(admin_url(self.model, target)) if target else redirect("admin:index")

    def get_deleted_objects(self, objs, request):
        """Nothing is deleted with an item, for the item itself is not."""
        return [], {}, set(), []
