"""What the list of each type is called, and how its rows are shown."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import ITEM_MODELS


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list of one type. compare_url_name: of the page that compares rows."""

    item_type: str
    title: Promise
    intro: Promise
    row_template: str = "lists/_item.html"
    select_related: tuple[str, ...] = ()
    compare_url_name: str = ""

    @property
    def name(self) -> str:
        """Of the URL, and the word in the address."""
        return ITEM_MODELS[self.item_type].plural


LIST_PAGES: dict[str, ListPage] = {
    "article": ListPage(
        "article",
        _("Articles"),
        _("What the work is, how it is done and where it leads, in texts of a few minutes each."),
        "lists/_article.html",
        ("section",),
    ),
    "skill": ListPage(
        "skill",
        _("Skills"),
        _("What an AI engineer can do, what to learn first, and what each skill leads to."),
        select_related=("group",),
        compare_url_name="skill-compare",
    ),
    "tool": ListPage(
        "tool",
        _("Tools"),
        _("What an AI engineer works with, and which skills each tool serves."),
        compare_url_name="tool-compare",
    ),
    "industry": ListPage(
        "industry",
        _("Industries"),
        _("Where AI engineers work, and what AI does there today."),
    ),
    "path": ListPage(
        "path",
        _("Learning paths"),
        _("Ways into the profession, step by step, with an honest estimate of the hours."),
    ),
    "occupation": ListPage(
        "occupation", _("Occupations"), _("Job titles around AI engineering, with the skills and tools each one uses.")
    ),
}
