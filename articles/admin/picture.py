"""Pictures: taken in once, then only described."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.link_fields import LabelBook
from articles.admin.pages import PageContext, editor_of
from articles.admin.panels import SHOWN, ShownUse
from articles.admin.record_forms import RecordForm, RecordPage
from articles.admin.records import RecordAdmin
from articles.admin.site import admin_url
from articles.editing import is_record_saved_already
from articles.editing.pictures import make_picture, remove_picture, store_picture
from articles.media.images import MAX_BYTES
from articles.media.shown_pictures import picture_url
from articles.models import ITEM_MODELS, Picture, PictureUse
from articles.snapshots import Columns


class PictureForm(RecordForm):
    is_decoration = forms.BooleanField(
        label=_("Mere decoration"),
        required=False,
        help_text=_("Who cannot see it misses nothing, so there is nothing to say of it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        alt, is_decoration = cleaned.get("alt"), cleaned.get("is_decoration")
        if not alt and not is_decoration and "alt" not in self.errors:
            self.add_error("alt", _("Say what the picture shows, or tick that it is mere decoration."))
        if alt and is_decoration:
            self.add_error(
                "is_decoration", _("What has an alternative text is no mere decoration: take out one of the two.")
            )
        return cleaned


class UploadForm(PictureForm):
    upload = forms.FileField(
        label=_("Picture file"), help_text=_("PNG, JPEG, GIF, WebP or AVIF, at most 10 MB and 40 million pixels.")
    )


@admin.register(Picture)
class PictureAdmin(RecordAdmin):
    list_display = ("thumbnail", "__str__", "dimensions", "size", "created_at")
    list_display_links = ("thumbnail", "__str__")
    list_filter = ("media_type",)
    search_fields = ("alt",)

    def get_fieldsets(self, request, obj=None):
        upload = ["upload"] if obj is None else []
        return [(None, {"fields": [*upload, "alt", "is_decoration", ("focus_x", "focus_y")]})]

    @admin.display(description=_("picture"))
    def thumbnail(self, picture: Picture) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', picture_url(picture))

    @admin.display(description=_("width × height"))
    def dimensions(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"

    @admin.display(description=_("size"), ordering="byte_size")
    def size(self, picture: Picture) -> str:
        return filesizeformat(picture.byte_size)

    def make_page(self, request: HttpRequest, row: Any, *, data: Any, book: LabelBook) -> RecordPage:
        base = UploadForm if row._state.adding else PictureForm
        names = [name for name in self.field_names(request, row) if name not in base.base_fields]
        return RecordPage(type("Form", (base,), self.form_fields(request, names, book)), row, names, data)

    def show_page(
        self, request: HttpRequest, row: Any, page: Any, form_url: str, extra_context: Mapping[str, Any]
    ) -> HttpResponse:
        if row is None and page.form.errors and "upload" in request.FILES:
            page.form.add_error("upload", gettext("Choose the file again: browsers do not keep it."))
        return super().show_page(request, row, page, form_url, extra_context)

    def save_page(self, request: HttpRequest, row: Any, page: RecordPage) -> Model | None:
        if not row._state.adding:
            return super().save_page(request, row, page)
        try:
            return self.take_in(request, page)
        except ValidationError as error:
            page.form.add_error("upload", error)
        return None

    def take_in(self, request: HttpRequest, page: Any) -> Picture:
        """The stored picture. One that was there already keeps its description."""
        cleaned, by = page.form.cleaned_data, editor_of(request)
        content = cleaned["upload"].read(MAX_BYTES + 1)
        picture = make_picture(content, alt=cleaned["alt"], focus=(cleaned["focus_x"], cleaned["focus_y"]))
        is_new = picture._state.adding
        stored = store_picture(picture, content, by=by, note=cleaned["note"]) if is_new else picture
        is_known = not is_new or stored.pk != picture.pk
        page.was_there = is_known and not is_record_saved_already(
            described(stored, cleaned), by=by, note=cleaned["note"], expected_version=0
        )
        return stored

    def respond(self, request: HttpRequest, row: Model | None, page: Any, saved: Any) -> HttpResponse:
        if not getattr(page, "was_there", False):
            return super().respond(request, row, page, saved)
        text = gettext(
            "This picture was here already, so nothing was added, nor what you wrote of it. It is called “%(alt)s”."
        )
        messages.warning(request, text % {"alt": saved})
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, saved)  # hands it to the form that asked for one
        if "_addanother" in request.POST:
            return self.redirect_filtered(request, admin_url(Picture, "add"))
        return self.redirect_filtered(request, admin_url(Picture, "change", saved.pk))

    def extra_context(self, request: HttpRequest, row: Any, page: Any) -> PageContext:
        if row is None:
            return {}
        return {**super().extra_context(request, row, page), "picture": row, "picture_url": picture_url(row)}

    def shown_uses(self, request: HttpRequest, record: Any) -> list[ShownUse]:
        return picture_uses(record, self.viewer(request))

    def remove(self, request: HttpRequest, record: Any) -> None:
        remove_picture(record, by=editor_of(request))


def described(picture: Picture, cleaned: Columns) -> Picture:
    """The picture as a form describes it; nothing is written."""
    other = copy(picture)
    for name in ("alt", "focus_x", "focus_y"):
        setattr(other, name, cleaned[name])
    return other


def picture_uses(picture: Picture, may_view: Callable[[type[Model]], bool]) -> list[ShownUse]:
    """What shows the picture, by type: one query for the uses and one for each type among them."""
    ids: dict[str, list[Any]] = {}
    for item_type, pk in PictureUse.objects.filter(picture=picture).values_list("item_type", "item_id"):
        ids.setdefault(item_type, []).append(pk)
    return [use_of(item_type, found, may_view) for item_type, found in ids.items()]


def use_of(item_type: str, ids: list[Any], may_view: Callable[[type[Model]], bool]) -> ShownUse:
    model: Any = ITEM_MODELS[item_type]
    if not may_view(model):
        return ShownUse(model._meta.verbose_name_plural, len(ids), "")
    rows = model.objects.filter(pk__in=ids).order_by("sort_key", "id").values_list("pk", model.name_field)[:SHOWN]
    links = [(admin_url(model, "change", pk), name) for pk, name in rows]
    return ShownUse(model._meta.verbose_name_plural, len(ids), "", links)
