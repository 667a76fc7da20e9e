"""What the pages of all our types share: an edit flow of their own in place of Django's, and lists that load little."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypedDict, cast

from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import IS_POPUP_VAR, SOURCE_MODEL_VAR, TO_FIELD_VAR, ActionLocation, csrf_protect_m
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db.models import CharField, DateTimeField, Model
from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.admin.directions import follow_text, take_markdown
from articles.admin.drafts import tell_saved
from articles.admin.link_fields import LabelBook, LinkField
from articles.admin.outcomes import OutcomeMessages, telling, unsaved_note, was_saved
from articles.admin.panels import ShownUse, Use
from articles.admin.time_fields import TimeField, TimeWidget
from articles.admin.undescribed import ask_for_words
from articles.models import Picture, User
from articles.reading.lists.filters import HEAVY_COLUMNS

SENTENCES = 500  # a column of that many characters holds sentences, which want more than one line to be seen


def editor_of(request: HttpRequest) -> User:
    """The signed-in user, whom `admin_view` has let in."""
    return cast("User", request.user)


def filter_name(entry: Any) -> str:
    """What an entry of `list_filter` reads from the address: a column, a pair of one and a class, or a class."""
    if isinstance(entry, str):
        return entry
    return str(entry[0] if isinstance(entry, tuple) else entry.parameter_name)


class CarefulLookups(admin.ModelAdmin):
    """Lists that take no lookups from their address but those that our filters and links make.

    Django takes any lookup of a column, and a value that the database refuses is then a server error.
    """

    extra_lookups: Sequence[str] = ()
    plain_endings = ("exact", "isnull")

    def lookup_allowed(self, lookup, value, request):
        path, _dash, ending = lookup.rpartition("__")
        name = path if ending in self.plain_endings else lookup
        filters = {filter_name(one) for one in self.get_list_filter(request)}
        links = {field.name for field in self.opts.get_fields() if field.is_relation}
        return lookup in self.extra_lookups or name in filters or name.removesuffix("__id") in links

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except ValidationError as error:
            raise SuspiciousOperation("; ".join(error.messages)) from None


class PageContext(TypedDict, total=False):
    """What templates of single types show besides. uses: of the row, elsewhere; saves: the first and the last one."""

    uses: list[ShownUse]
    saves: list[Any]
    readers_now: str
    trash_label: str
    picture: Picture
    picture_url: str


class ContentAdmin(OutcomeMessages, CarefulLookups):
    """Pages for content. Subclasses say how a page is made (`make_page`) and saved (`save_page`).

    A page has a `form`, `expected_version`, `is_valid()`, `all_errors()`, `disable()` and `media`.
    """

    show_full_result_count = False
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    # What `fieldsets` is to Django, whose checks know nothing of our fields for links with a table class of their own.
    layout: Any = ()
    uses: Sequence[Use] = ()
    formfield_overrides: ClassVar[Any] = {DateTimeField: {"form_class": TimeField, "widget": TimeWidget}}

    def make_page(self, request: HttpRequest, row: Any, *, data: Any, book: LabelBook) -> Any:
        raise NotImplementedError

    def save_page(self, request: HttpRequest, row: Any, page: Any) -> Model | None:
        """The stored row; None after errors were put on the page."""
        raise NotImplementedError

    def viewer(self, request: HttpRequest) -> Callable[[type[Model]], bool]:
        """Whether the signed-in user may look at items of a type."""
        return lambda model: cast("Any", self.admin_site).may_view(request, model)

    def extra_context(self, request: HttpRequest, row: Any, page: Any) -> PageContext:
        return {}

    @csrf_protect_m
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Shows and saves a form, outside any transaction.

        Django's view wraps each POST in `transaction.atomic()`. `articles.editing` opens a transaction of its own that
        must be the outermost one: its first lock is the counter of changes, and rendering comes before it.
        """
        row = None if object_id is None else self.get_object(request, unquote(object_id))
        self.check_access(request, row, is_new=object_id is None)
        if object_id is not None and row is None:
            if request.method == "POST":
                raise Http404  # whose page gives back what was written; a redirect would lose it
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        book, subject = LabelBook(), row or self.model()
        data = (request.POST, request.FILES) if request.method == "POST" else None
        page = self.make_page(request, subject, data=data, book=book)
        if data and page.is_valid() and (saved := self.save_page(request, subject, page)) is not None:
            return self.respond(request, row, page, saved)
        return self.show_page(request, row, page, form_url, extra_context or {})

    def respond(self, request: HttpRequest, row: Model | None, page: Any, saved: Model) -> HttpResponse:
        """Where nothing was saved, a note that was typed is not lost: the form comes back with it."""
        if was_saved(page, saved):
            ask_for_words(request, saved, self.viewer(request))
            respond = self.response_add if row is None else self.response_change
            return tell_saved(request, respond(request, saved))
        page.unsaved = unsaved_note(page, saved)
        if page.unsaved:
            return self.show_page(request, saved, page, "", telling(saved, page.unsaved))
        return tell_saved(request, self.response_unchanged(request, saved))

    def response_add(self, request, obj, post_url_continue=None):
        """In a popup, without the name of the opening form: Django would build that form, and ours are made otherwise."""
        if SOURCE_MODEL_VAR in request.POST:
            request.POST = request.POST.copy()
            del request.POST[SOURCE_MODEL_VAR]
        return super().response_add(request, obj, post_url_continue)

    def check_access(self, request: HttpRequest, row: Model | None, *, is_new: bool) -> None:
        """Raises PermissionDenied, as Django's view does."""
        to_field = request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR))
        if to_field and not self.to_field_allowed(request, to_field):
            raise DisallowedModelAdminToField(f"The field {to_field} cannot be referenced.")
        if is_new:
            allowed = self.has_add_permission(request)
        elif request.method == "POST":
            allowed = self.has_change_permission(request, row)
        else:
            allowed = self.has_view_or_change_permission(request, row)
        if not allowed:
            raise PermissionDenied

    def show_page(
        self, request: HttpRequest, row: Any, page: Any, form_url: str, extra_context: Mapping[str, Any]
    ) -> HttpResponse:
        is_writable = row is None or self.has_change_permission(request, row)
        if not is_writable:
            page.disable()
        for name, field in page.form.fields.items():
            follow_text(field, page.form[name].value())
        fieldsets = list(self.get_fieldsets(request, row))
        title = gettext("Add %s") if row is None else gettext("Change %s") if is_writable else gettext("View %s")
        context = {
            **self.admin_site.each_context(request),
            "title": title % self.opts.verbose_name,
            "subtitle": str(row) if row else None,
            "adminform": helpers.AdminForm(page.form, fieldsets, {}, (), model_admin=self),
            "page": page,
            "object_id": row.pk if row else None,
            "original": row,
            "is_writable": is_writable,
            "is_popup": IS_POPUP_VAR in request.POST or IS_POPUP_VAR in request.GET,
            "source_model": request.GET.get(SOURCE_MODEL_VAR),
            "to_field": request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR)),
            "media": self.media + page.media,
            "inline_admin_formsets": [],
            "errors": page.all_errors(),
            "preserved_filters": self.get_preserved_filters(request),
            **self.extra_context(request, row, page),
            **extra_context,
        }
        return self.render_change_form(
            request, context, add=row is None, change=row is not None, obj=row, form_url=form_url
        )

    def form_fields(self, request: HttpRequest, names: list[str], book: LabelBook) -> dict[str, Field]:
        """The form fields of the model's columns and links; link fields take their labels from the book."""

        def field_of(name: str) -> Any:
            return self.formfield_for_dbfield(self.opts.get_field(name), request, book=book)

        return {name: field_of(name) for name in names}

    def formfield_for_dbfield(self, db_field, request, book=None, **kwargs):
        if db_field.remote_field:
            kwargs["book"] = book
        elif type(db_field) is CharField and (db_field.max_length or 0) >= SENTENCES:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in getattr(self.model, "markdown_fields", ()):
            take_markdown(field)
        if isinstance(field, LinkField):
            field.widget.can_delete_related = False  # that belongs on the linked row's own page
        return field

    def formfield_for_foreignkey(self, db_field, request, book=None, **kwargs):
        return self.link_field(db_field, many=False, book=book or LabelBook())

    def formfield_for_manytomany(self, db_field, request, book=None, **kwargs):
        # Django has no field for links with a table class of their own; `articles.editing` writes them like the others.
        return self.link_field(db_field, many=True, book=book or LabelBook())

    def link_field(self, db_field: Any, *, many: bool, book: LabelBook) -> LinkField:
        label = capfirst(str(db_field.verbose_name))
        return LinkField(db_field, self.admin_site, many=many, book=book, label=label, help_text=db_field.help_text)

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        """Django's "delete selected" would go past `articles.editing`."""
        actions = super().get_actions(request, action_location=action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    def get_fieldsets(self, request, obj=None):
        return self.layout

    def field_names(self, request: HttpRequest, row: Any) -> list[str]:
        return flatten_fieldsets(self.get_fieldsets(request, row))

    def get_queryset(self, request):
        """The rows for lists, without their long texts."""
        heavy = [name for name in HEAVY_COLUMNS if hasattr(self.model, name)]
        return super().get_queryset(request).defer(*heavy)
