"""Articles."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import PUBLICATION, ItemAdmin
from articles.admin.filters import StatusFilter
from articles.admin.forms import EditPage, FormState
from articles.admin.link_fields import LabelBook, LinkField
from articles.admin.panels import Use
from articles.models import Article, LearningPath
from articles.snapshots import Snapshot


class TranslationField(LinkField):
    """An article of the translation group, in the place of the group's bare id."""

    def __init__(self, admin_site: AdminSite, *, book: LabelBook) -> None:
        super().__init__(
            Article._meta.get_field("related"),
            admin_site,
            many=False,
            book=book,
            label=_("Translation of"),
            help_text=_("An article that says the same in another language. Take it out to make this one stand alone."),
        )


class ArticlePage(EditPage):
    stand_ins: ClassVar[Mapping[str, str]] = {"translation_group": "translation_of"}

    def read_state(self) -> FormState:
        other = self.others().values_list("id", flat=True).first() if self.item.version else None
        return super().read_state() | {"translation_of": [str(other)] if other else []}

    def others(self) -> Any:
        """The articles in its translation group."""
        group = self.item.translation_group  # type: ignore[attr-defined]
        return Article.objects.filter(translation_group=group).exclude(pk=self.item.pk).order_by("created_at", "id")

    def snapshot(self) -> Snapshot:
        snapshot = super().snapshot()
        chosen = self.form.cleaned_data["translation_of"]
        if chosen:
            groups = Article.objects.filter(pk__in=chosen).values_list("translation_group", flat=True)
            snapshot["fields"]["translation_group"] = str(groups.first() or uuid4())
        elif self.item.version and self.others().exists():
            snapshot["fields"]["translation_group"] = str(uuid4())
        return snapshot


@admin.register(Article)
class ArticleAdmin(ItemAdmin):
    page_class = ArticlePage
    list_display = ("title", "status", "visible_now", "section", "language", "origin", "updated", "version")
    list_filter = (StatusFilter, "section", "language", "origin", "is_featured", "review_due_on")
    list_select_related = ("section",)
    layout = (
        (None, {"fields": ["title", "slug", "summary", "body"]}),
        PUBLICATION,
        (_("Place"), {"fields": ["section", ("language", "translation_of"), "is_featured", "review_due_on"]}),
        (_("Links"), {"fields": ["skills", "tools", "industries", "related"]}),
        (_("Authors, cover and origin"), {"fields": ["authors", "cover", "origin", "source"]}),
    )
    uses = (
        Use(_("Articles that name it as related"), Article, "related"),
        Use(_("Learning paths with it in a step"), LearningPath, "steps__articles"),
    )

    def form_fields(self, request: HttpRequest, names: list[str], book: LabelBook) -> dict[str, forms.Field]:
        columns = super().form_fields(request, [name for name in names if name != "translation_of"], book)
        return columns | {"translation_of": TranslationField(self.admin_site, book=book)}
