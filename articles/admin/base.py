"""The admin of items: everything goes through `articles.editing.save_item`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.actions import StatusActions
from articles.admin.conflicts import SENT_TWICE, describe_conflict
from articles.admin.exporting import ExportActions
from articles.admin.filters import StatusFilter
from articles.admin.forms import EditPage, ItemForm
from articles.admin.history import HistoryPages
from articles.admin.link_fields import LabelBook
from articles.admin.pages import ContentAdmin, PageContext, editor_of
from articles.admin.panels import first_and_last_save, show_uses
from articles.admin.publication import label_statuses, say_readers_get
from articles.admin.refusals import show_refusals
from articles.admin.search import search_items
from articles.admin.times import print_time
from articles.admin.trash import TrashPages
from articles.editing import Edit, EditConflict, is_saved_already, preview_items, save_item
from articles.models import Item
from articles.publishing import Status
from articles.reading.texts import item_url
from articles.rights import Right, choosable_statuses, may
from articles.snapshots import Snapshot

PUBLICATION = (_("Publication"), {"fields": ["status", ("publish_at", "expire_at")]})


class ItemAdmin(StatusActions, ExportActions, HistoryPages, TrashPages, ContentAdmin):
    """Subclasses give the layout, the tables of rows, and the ways in which other items link here (`uses`)."""

    tables: Sequence[str] = ("resources", "external_ids")
    form_class: type[ItemForm] = ItemForm
    page_class: type[EditPage] = EditPage

    change_form_template = "admin/item_form.html"
    ordering = ("-updated_at", "id")
    search_fields = ("name_key", "slug")  # what `search_items` looks at; here so that autocompletes accept the type
    search_help_text = _("Name, slug, alias or id.")
    list_display: Any = ("__str__", "status", "visible_now", "updated", "version")
    list_filter: ClassVar[Any] = (StatusFilter,)
    actions = (
        "publish", "archive", "withdraw", "back_to_draft", "move_to_trash",
        "export_csv", "export_xlsx", "export_json", "export_markdown",
    )  # fmt: skip

    @admin.display(boolean=True, description=_("visible now"))
    def visible_now(self, item: Item) -> bool:
        return item.is_published()

    @admin.display(description=_("updated"), ordering="updated_at")
    def updated(self, item: Item) -> str:
        return print_time(item.updated_at)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Django asks for it by the name in the action's `permissions`."""
        return self.has_change_permission(request) and may(editor_of(request), Right.PUBLISH, self.model)

    def get_search_results(self, request, queryset, search_term):
        if self.is_autocomplete(request):
            queryset = queryset.exclude(status=Status.TRASHED).order_by("sort_key", "id")
        return search_items(queryset, search_term), False

    def is_autocomplete(self, request: HttpRequest) -> bool:
        return request.path == reverse(f"{self.admin_site.name}:autocomplete")

    def get_view_on_site_url(self, obj=None):
        if obj is None or not obj.is_published():
            return None
        try:
            return item_url(obj.item_type, obj.slug)
        except NoReverseMatch:  # a type whose pages are still to come
            return None

    def get_object(self, request, object_id, from_field=None):
        """The item with all its columns: it is going to be edited."""
        try:
            return self.model._default_manager.get(pk=object_id)
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def make_page(self, request: HttpRequest, row: Any, *, data: Any, book: LabelBook) -> EditPage:
        names = [name for name in self.field_names(request, row) if name not in self.form_class.base_fields]
        form_class: Any = type("Form", (self.form_class,), self.form_fields(request, names, book))
        # A form offers no more than the save accepts, which asks for the rights again.
        allowed = choosable_statuses(editor_of(request), self.model, row.status)
        form_class.base_fields["status"].choices = label_statuses(row, allowed)
        return self.page_class(
            form_class,
            row,
            table_names=self.tables,
            admin_site=self.admin_site,
            book=book,
            data=data[0] if data else None,
            initial=None if row.version else self.get_changeform_initial_data(request),
        )

    def get_changeform_initial_data(self, request):
        """The name and the links that an "add" address carries."""
        known = (self.model.name_field, *self.model.snapshot_links)
        return {name: value for name, value in super().get_changeform_initial_data(request).items() if name in known}

    def save_page(self, request: HttpRequest, row: Any, page: EditPage) -> Item | None:
        is_new = not row.version
        item = self.model(id=page.new_id) if is_new else row
        snapshot = page.snapshot()
        # What is wrong is told before anything is asked.
        if page.has_to_ask(snapshot) and self.would_save(request, item, snapshot):
            page.form.add_error(None, gettext("Not saved yet: see the question at the top."))
            return None
        try:
            return save_item(
                item,
                snapshot,
                by=editor_of(request),
                note=page.form.cleaned_data["note"],
                public_note=page.form.public_note,
                expected_version=0 if is_new else page.expected_version,
            )
        except EditConflict as error:
            if self.is_repeated(request, item, snapshot, page):
                return self.model._default_manager.get(pk=item.pk)
            self.tell_conflict(item, page, error)
        except ValidationError as error:
            page.add_errors(show_refusals(error, self.viewer(request)))
        return None

    def would_save(self, request: HttpRequest, item: Item, snapshot: Snapshot) -> bool:
        [foretold] = preview_items([Edit(item, snapshot)], by=editor_of(request), coming={})
        return foretold.error is None

    def is_repeated(self, request: HttpRequest, item: Item, snapshot: Snapshot, page: EditPage) -> bool:
        """Whether this very form was saved before, by a request whose answer did not arrive."""
        return bool(item.version) and is_saved_already(
            item,
            snapshot,
            by=editor_of(request),
            note=page.form.cleaned_data["note"],
            expected_version=page.expected_version,
        )

    def tell_conflict(self, item: Item, page: EditPage, error: EditConflict) -> None:
        if not error.expected_version:
            page.form.add_error(None, SENT_TWICE)
            return
        # Compared with what the editor saw first, even when they chose to save over a later version meanwhile.
        seen = EditConflict(item, page.form.cleaned_data["expected_version"], error.actual_version)
        page.conflict = describe_conflict(item, seen, page.book)
        page.form.add_error(
            None, gettext("Somebody else saved this meanwhile. Nothing of yours is lost: see the box at the top.")
        )

    def extra_context(self, request: HttpRequest, row: Any, page: EditPage) -> PageContext:
        page.announce_links()
        if row is None:
            return {}
        uses, saves = show_uses(row, self.uses, self.viewer(request)), first_and_last_save(row)
        readers_now = say_readers_get(row)
        return {"uses": uses, "saves": saves, "readers_now": readers_now, "trash_label": gettext("Move to the trash")}
