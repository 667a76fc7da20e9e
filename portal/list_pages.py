"""What the list of each type is called, and how its rows are shown."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list of one type. name: of the URL, and the word in the address. compare_url_name: of the page that compares rows."""

    name: str
    title: Promise
    intro: Promise
    row_template: str = "lists/_item.html"
    select_related: tuple[str, ...] = ()
    compare_url_name: str = ""


LIST_PAGES: dict[str, ListPage] = {
    "article": ListPage(
        "articles",
        _("Articles"),
        _("What the work is, how it is done and where it leads, in texts of a few minutes each."),
        "lists/_article.html",
        ("section",),
    ),
    "skill": ListPage(
        "skills",
        _("Skills"),
        _("What an AI engineer can do, what to learn first, and what each skill leads to."),
        select_related=("group",),
        compare_url_name="skill-compare",
    ),
    "tool": ListPage(
        "tools",
        _("Tools"),
        _("What an AI engineer works with, and which skills each tool serves."),
        compare_url_name="tool-compare",
    ),
    "industry": ListPage(
        "industries",
        _("Industries"),
        _("Where AI engineers work, and what AI does there today."),
    ),
    "path": ListPage(
        "paths",
        _("Learning paths"),
        _("Ways into the profession, step by step, with an honest estimate of the hours."),
    ),
    "occupation": ListPage(
        "occupations", _("Occupations"), _("Job titles around AI engineering, with the skills and tools each one uses.")
    ),
}
