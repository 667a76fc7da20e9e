"""The admin site: its name, its first page, the order of its menu, and who may choose what in autocompletes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.db.models import CharField, Count, F, Model, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.access.forms import OwnPasswordForm, SignInForm, answer_refusal
from articles.access.last_logins import record_sign_in
from articles.editing.unsaved import SentText, sent_texts
from articles.models import ITEM_MODELS, RECORD_MODELS, Change, Item, LearningPath, Step, User
from articles.publishing import Status
from articles.rights import may_name
from articles.time_zones import zone_of

LAST_CHANGES = 15
RECORDS_IN_MENU = (
    (_("Lists, sources and pictures"), ("Section", "SkillGroup", "Category", "Source", "Picture", "Figure")),
    (_("Announcements"), ("Announcement",)),
    (_("People"), ("User", "Group")),
    (_("Imports"), ("ImportBatch",)),
    (_("Log"), ("Change", "Revision", "MassAction")),
)


def menu() -> list[tuple[Any, tuple[str, ...]]]:
    """The groups of the menu, and the names of the models in them."""
    return [(_("Content"), tuple(model.__name__ for model in ITEM_MODELS.values())), *RECORDS_IN_MENU]


def admin_url(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def label_of(row: Model) -> str:
    """What a select box calls a row: its name, and its status where readers do not get to see it now."""
    if isinstance(row, Item) and not row.is_published():
        return f"{row} ({row.status_label()})"
    return str(row)


class LinkChoices(AutocompleteJsonView):
    """What select boxes offer. Who may edit articles may choose their authors without seeing the accounts."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": label_of(obj)}

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        source: Any = LearningPath if self.source_field.model is Step else self.source_field.model
        return may_name(cast("User", request.user), self.model_admin.model, linked_from=source)


@dataclass(frozen=True, slots=True)
class TypeCounts:
    """How many items of a type there are. statuses: (status, its name, number, address of the list)."""

    name: Any
    url: str
    add_url: str
    visible: int
    statuses: list[tuple[str, Any, int, str]]


@dataclass(frozen=True, slots=True)
class LastChange:
    change: Change
    name: str
    url: str


class PortalAdminSite(admin.AdminSite):
    site_title = _("AI Engineering Portal")
    site_header = _("AI Engineering Portal")
    index_title = _("Overview")
    index_template = "admin/overview.html"

    login_form = SignInForm
    password_change_form = OwnPasswordForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response = super().login(request, extra_context)
        answer_refusal(response)
        if attempt := getattr(request, "sign_in", None):
            attempt.mark_device(response)
            record_sign_in(cast("User", request.user))
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        response = super().password_change(request, extra_context)
        answer_refusal(response)
        return response

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", LinkChoices.as_view(admin_site=self)(request))

    def editor_of(self, model: Any) -> Any:
        return self._registry.get(model)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        overview = {"counts": self.count_items(request), "last_changes": self.last_changes(request)}
        return super().index(request, overview | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The models in the groups of `menu`, then the applications that it does not name."""
        app_list = super().get_app_list(request, app_label)
        if app_label is not None:
            return app_list
        models = {model["object_name"]: model for app in app_list for model in app["models"]}
        groups = [
            {
                "name": name,
                "app_label": "articles",
                "app_url": self.first_url(names, models),
                "has_module_perms": True,
                "models": [models[one] for one in names if one in models],
            }
            for name, names in menu()
        ]
        named = {name for _group, names in menu() for name in names}
        others = [app for app in app_list if not named & {model["object_name"] for model in app["models"]}]
        return [group for group in groups if group["models"]] + others

    def first_url(self, names: Iterable[str], models: Mapping[str, Any]) -> str:
        return next((models[name]["admin_url"] or "" for name in names if name in models), "")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002  as Django has it
        """Refuses what no page of the admin can mean, before a database has to."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any("\x00" in value for values in request.GET.lists() for value in (values[0], *values[1])):
                raise SuspiciousOperation("a NUL in the address")
            if request.method == "POST" and not self.has_permission(request) and (texts := sent_texts(request)):
                return self.signed_out_page(request, texts)
            return in_zone_of_editor(guarded, request, *args, **kwargs)

        return answer

    def get_urls(self) -> list[Any]:
        # Loaded late: the package registers with this site, which Django makes first.
        from articles.admin.my_settings import settings_view
        from articles.admin.time_fields import tell_view

        return [
            path("settings/", self.admin_view(settings_view), name="my_settings"),
            path("time/", self.admin_view(tell_view), name="tell_time"),
            *super().get_urls(),
        ]

    def signed_out_page(self, request: HttpRequest, texts: list[SentText]) -> HttpResponse:
        """In place of a redirect to the login, with which the browser would drop what was written."""
        login_url = redirect_to_login(request.get_full_path(), reverse("admin:login", current_app=self.name)).url
        context = {**self.each_context(request), "title": gettext("You are signed out"), "texts": texts}
        response = render(request, "admin/signed_out.html", context | {"login_url": login_url}, status=403)
        response["Cache-Control"] = "no-store"
        return response

    def visible_types(self, request: HttpRequest) -> dict[str, type[Item]]:
        """The types of items that the signed-in user may look at."""
        return {
            name: model
            for name, model in ITEM_MODELS.items()
            if model in self._registry and self._registry[model].has_view_permission(request)
        }

    def count_items(self, request: HttpRequest) -> list[TypeCounts]:
        """Two queries: all statuses of all types, and what readers see of each."""
        types = self.visible_types(request)
        if not types:
            return []
        now = timezone.now()
        by_status = union(count_by_status(name, model._default_manager.all()) for name, model in types.items())
        visible = union(count_by_status(name, model._default_manager.published(now)) for name, model in types.items())
        numbers = {(name, status): number for name, status, number in by_status}
        seen = {name: number for name, _status, number in visible}
        return [self.type_counts(request, name, model, numbers, seen.get(name, 0)) for name, model in types.items()]

    def type_counts(
        self, request: HttpRequest, name: str, model: type[Item], numbers: dict[tuple[str, str], int], visible: int
    ) -> TypeCounts:
        url = admin_url(model, "changelist")
        statuses = [
            (status.value, status.label, numbers[name, status.value], f"{url}?status={status.value}")
            for status in Status
            if (name, status.value) in numbers
        ]
        add_url = admin_url(model, "add") if self._registry[model].has_add_permission(request) else ""
        return TypeCounts(model._meta.verbose_name_plural, url, add_url, visible, statuses)

    def last_changes(self, request: HttpRequest) -> list[LastChange]:
        """The last changes of what the signed-in user may look at: one query for them, one for the items' names."""
        models = {**ITEM_MODELS, **RECORD_MODELS}
        allowed = [name for name, model in models.items() if self.may_view(request, model)]
        changes = list(
            Change.objects.filter(item_type__in=allowed).select_related("by").order_by("-number")[:LAST_CHANGES]
        )
        names = names_of(changes)
        return [
            LastChange(
                change, names.get(change.item_id, ""), admin_url(models[change.item_type], "change", change.item_id)
            )
            for change in changes
        ]

    def may_view(self, request: HttpRequest, model: Any) -> bool:
        return model in self._registry and self._registry[model].has_view_permission(request)


def in_zone_of_editor(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """The answer, written while the editor's time zone is the current one: templates would else be filled in later."""
    with timezone.override(zone_of(request.user)):
        response = view(request, *args, **kwargs)
        return response.render() if isinstance(response, SimpleTemplateResponse) else response


def union(parts: Iterable[Any]) -> Any:
    first, *rest = parts
    return first.union(*rest, all=True)


def count_by_status(name: str, rows: Any) -> Any:
    label = Value(name, output_field=CharField())
    return rows.order_by().values("status").annotate(number=Count("pk")).values_list(label, "status", "number")


def names_of(changes: list[Change]) -> dict[UUID, str]:
    """The names of the changed items, by id; one query."""
    ids: dict[str, list[UUID]] = {}
    for change in changes:
        if change.item_type in ITEM_MODELS:
            ids.setdefault(change.item_type, []).append(change.item_id)
    parts = [
        ITEM_MODELS[item_type]
        ._default_manager.filter(pk__in=found)
        .values_list("pk", F(ITEM_MODELS[item_type].name_field))
        for item_type, found in ids.items()
    ]
    return dict(union(parts)) if parts else {}
