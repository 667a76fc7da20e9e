"""Actions on many items in the admin: the question, the progress, what became of each item, and the way back."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.logs import ReadOnlyAdmin
from articles.admin.pages import editor_of
from articles.admin.site import PortalAdminSite, admin_url
from articles.mass import starting
from articles.mass.asking import freeze
from articles.mass.forecasting import and_others, headline, lines
from articles.mass.rights import is_allowed, permissions_back, permissions_for, permissions_to
from articles.mass.telling import items_in_words, sum_up, sum_up_undo, title_of
from articles.models import ITEM_MODELS, MassAction, MassActionItem
from articles.publishing import Status

PER_PAGE = 100
TOLD_AT_ONCE = 20
STATES = MassAction.State


def ask_first(request: HttpRequest, queryset: QuerySet[Any], status: Status) -> HttpResponse:
    """Keeps what was chosen as it is now, and sends the editor to the question."""
    check_rights(request, permissions_to(queryset.model, status))
    action = freeze(queryset, status, by=editor_of(request), list_query=request.GET.urlencode())
    return redirect(admin_url(MassAction, "ask", action.pk))


def check_rights(request: HttpRequest, permissions: set[str]) -> None:
    if not is_allowed(editor_of(request), permissions):
        raise PermissionDenied


def list_url(action: MassAction) -> str:
    """The list that the action was asked for in, narrowed as it was."""
    url = admin_url(ITEM_MODELS[action.item_type], "changelist")
    return f"{url}?{action.list_query}" if action.list_query else url


def page_url(action: MassAction) -> str:
    return admin_url(MassAction, "change", action.pk)


@admin.register(MassAction)
class MassActionAdmin(ReadOnlyAdmin):
    list_display = ("what", "state", "result", "by", "created_at", "undone_by")
    list_display_links = ("what",)
    list_filter = ("state", "status", "item_type")
    list_select_related = ("by", "undone_by")
    ordering = ("-id",)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = (("ask", self.ask_view), ("again", self.again_view), ("undo", self.undo_view), ("stop", self.stop_view))
        own = [path(f"<int:action_id>/{name}/", wrap(view), name=f"articles_massaction_{name}") for name, view in pages]
        return [*own, *super().get_urls()]

    # Who may

    def types_of(self, request: HttpRequest) -> list[str]:
        site = cast("PortalAdminSite", self.admin_site)
        return [name for name, model in ITEM_MODELS.items() if site.may_view(request, model)]

    def has_view_permission(self, request, obj=None):
        types = self.types_of(request)
        return bool(types) if obj is None else obj.item_type in types

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_queryset(self, request):
        """A question that waits for its answer is its asker's alone."""
        actions = super().get_queryset(request).filter(item_type__in=self.types_of(request))
        return actions.exclude(state=STATES.ASKED).defer("forecast")

    def find(self, request: HttpRequest, action_id: int | str) -> MassAction:
        action = self.get_queryset(request).select_related("by", "undone_by").filter(pk=action_id).first()
        if action is None:
            raise Http404
        return cast("MassAction", action)

    # The list

    @admin.display(description=_("what"))
    def what(self, action: MassAction) -> str:
        return title_of(action.status, items_in_words(action.item_type, sum(action.counts.values()) or action.total))

    @admin.display(description=_("result"))
    def result(self, action: MassAction) -> str:
        return " ".join(filter(None, (sum_up(action), sum_up_undo(action))))

    # The question

    def ask_view(self, request: HttpRequest, action_id: int) -> HttpResponse:
        action = MassAction.objects.filter(pk=action_id, by=editor_of(request)).first()
        if action is None:
            messages.warning(request, gettext("This question is no longer open. Choose the items again."))
            return redirect("admin:index")
        check_rights(request, permissions_for(action))
        if action.state != STATES.ASKED:
            return redirect(page_url(action))
        if request.method != "POST":
            return self.show_question(request, action)
        if "confirm" not in request.POST or not action.forecast.get("change"):
            MassAction.objects.filter(pk=action.pk, state=STATES.ASKED).delete()
            messages.info(request, gettext("Nothing was changed."))
            return redirect(list_url(action))
        return self.carry_out(request, action)

    def show_question(self, request: HttpRequest, action: MassAction) -> HttpResponse:
        facts = action.forecast
        context = {
            "title": title_of(action.status, items_in_words(action.item_type, facts["all"])),
            "action": action,
            "facts": facts,
            "yes": title_of(action.status, items_in_words(action.item_type, facts.get("change", 0))),
            "headline": headline(action),
            "lines": lines(action),
            "others": and_others(facts.get("change", 0) - len(facts["examples"])),
            "lacking_others": and_others(facts.get("lacking", 0) - len(facts["lacking_examples"])),
            "is_task": action.total > starting.AT_ONCE,
        }
        return self.page(request, "admin/mass_action_ask.html", **context)

    def carry_out(self, request: HttpRequest, action: MassAction) -> HttpResponse:
        is_first = starting.confirm(action)
        action.refresh_from_db()
        if not is_first or action.total > starting.AT_ONCE or action.state != STATES.FINISHED:
            return redirect(page_url(action))
        self.tell(request, action)
        return redirect(list_url(action))

    def tell(self, request: HttpRequest, action: MassAction) -> None:
        """Says what a small action did, with the way back beside it where there is one for this editor."""
        left = action.rows.filter(outcome=MassActionItem.Outcome.LEFT)
        for row in left[:TOLD_AT_ONCE]:
            messages.warning(request, gettext("“%(name)s”: %(reason)s") % {"name": row.name, "reason": row.text})
        offer = "undo" if self.may_undo(request, action) else "list"
        level = messages.SUCCESS if action.counts.get("changed") else messages.WARNING
        messages.add_message(request, level, sum_up(action), extra_tags=f"mass-{offer} mass-action-{action.pk}")

    # What became of it

    def change_view(self, request, object_id, form_url="", extra_context=None):
        key = unquote(object_id)
        action = self.find(request, key if key.isdecimal() and len(key) < len("9" * 18) else 0)
        outcome, page = request.GET.get("outcome", ""), request.GET.get("p", 1)
        column = "undo_outcome" if action.is_undoing else "outcome"
        counts = action.undo_counts if action.is_undoing else action.counts
        rows = action.rows.exclude(**{column: ""})
        if outcome in MassActionItem.Outcome.values:
            rows = rows.filter(**{column: outcome})
        context = {
            "title": title_of(action.status, items_in_words(action.item_type, sum(action.counts.values()))),
            "action": action,
            "page": Paginator(rows.order_by("number"), PER_PAGE).get_page(page),
            "outcome": outcome,
            "outcomes": [(one.value, one.label, counts[one]) for one in MassActionItem.Outcome if counts.get(one)],
            "sums": [text for text in (sum_up(action), sum_up_undo(action)) if text],
            "is_at_work": action.state in starting.AT_WORK,
            "is_without_worker": starting.waits_in_vain(action),
            "may_stop": action.state in starting.AT_WORK and is_allowed(editor_of(request), permissions_for(action)),
            "may_go_on": starting.is_cut_off(action) and is_allowed(editor_of(request), permissions_for(action)),
            "may_undo": self.may_undo(request, action),
            "item_page": f"admin:articles_{ITEM_MODELS[action.item_type]._meta.model_name}_change",
            "list_url": list_url(action),
        }
        if not action.counts:
            context["title"] = title_of(action.status, items_in_words(action.item_type, action.total))
        response = self.page(request, "admin/mass_action.html", **context)
        if action.state in starting.AT_WORK:
            response["Refresh"] = "2"  # a page without a script comes again by itself
        return response

    def history_view(self, request, object_id, extra_context=None):
        return redirect(admin_url(MassAction, "change", object_id))

    def may_undo(self, request: HttpRequest, action: MassAction) -> bool:
        return starting.is_undoable(action) and is_allowed(editor_of(request), permissions_back(action))

    def again_view(self, request: HttpRequest, action_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        action = self.find(request, action_id)
        check_rights(request, permissions_for(action))
        if not starting.go_on(action, by=editor_of(request)):
            messages.error(request, gettext("It is at work, or has come to its end."))
        return redirect(page_url(action))

    def stop_view(self, request: HttpRequest, action_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        action = self.find(request, action_id)
        check_rights(request, permissions_for(action))
        if not starting.halt(action, by=editor_of(request)):
            messages.error(request, gettext("It has come to its end already."))
        return redirect(page_url(action))

    def undo_view(self, request: HttpRequest, action_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        action = self.find(request, action_id)
        check_rights(request, permissions_back(action))
        if not starting.undo(action, by=editor_of(request)):
            messages.error(request, gettext("There is nothing to undo, or it was undone already."))
            return redirect(page_url(action))
        action.refresh_from_db()
        if action.state == STATES.UNDONE:
            level = messages.SUCCESS if action.undo_counts.get("changed") else messages.WARNING
            messages.add_message(request, level, sum_up_undo(action))
        return redirect(page_url(action))

    def page(self, request: HttpRequest, template: str, **context: object) -> TemplateResponse:
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )
