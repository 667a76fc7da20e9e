"""An item as one Markdown document: what its page shows, for programs and for reading elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Figure, Industry, Occupation, Step
from articles.reading.items.links import NamedItem
from articles.reading.items.parts import ArticlePart, FiguresPart, PathPart, ToolPart
from articles.reading.items.shown import ShownItem
from articles.reading.sitemap import changed_at
from articles.reading.texts import item_url
from articles.rendering import escape_markdown, portable_markdown
from portal.absolute_urls import join, site_url
from portal.languages import language_name
from portal.linked_lists import shown_links
from portal.origin import origin_of
from portal.templatetags.site import is_web_address, plain_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Relation -> heading, in the order of the page; translations stand at the top.
LINK_TITLES: dict[str, "StrOrPromise"] = {
    "broader": gettext_lazy("Part of"),
    "parent": gettext_lazy("Part of"),
    "prerequisites": gettext_lazy("Learn first"),
    "leads_to": gettext_lazy("Leads to"),
    "narrower": gettext_lazy("Includes"),
    "children": gettext_lazy("Includes"),
    "skills": gettext_lazy("Skills"),
    "tools": gettext_lazy("Tools"),
    "industries": gettext_lazy("Industries"),
    "occupations": gettext_lazy("Occupations"),
    "articles": gettext_lazy("Articles"),
    "related": gettext_lazy("Read on"),
    "paths": gettext_lazy("Learning paths"),
}

type Shown = ShownItem[Any, Any]
type Blocks = Iterator[str]


def write_document(shown: Shown) -> str:
    """What the item's page shows, in Markdown. shown: of the extent `DOCUMENT`."""
    return join_blocks(block for make in BLOCKS for block in make(shown))


def join_blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def head_blocks(shown: Shown) -> Blocks:
    yield f"# {escape_markdown(shown.item.display_name)}"
    yield escape_markdown(shown.item.summary)
    facts = [*common_facts(shown), *article_facts(shown), *tool_facts(shown)]
    yield fact_list(facts)


def fact_list(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {label}: {value}" for label, value in facts)


def common_facts(shown: Shown) -> Iterator[tuple[str, str]]:
    item, aliases = shown.item, shown.attached.aliases
    yield _("Page"), f"<{site_url(item_url(item.item_type, item.slug))}>"
    if aliases:
        yield _("Also called"), ", ".join(escape_markdown(alias.name) for alias in aliases)
    if group := getattr(item, "group", None):
        yield _("Group"), escape_markdown(group.name)
    yield _("Published"), day_of(item.publish_at)
    yield _("Last updated"), day_of(changed_at(item))


def day_of(instant: datetime) -> str:
    """The day in the portal's zone, as on the page."""
    return localdate(instant).isoformat()


def article_facts(shown: Shown) -> Iterator[tuple[str, str]]:
    item, part = shown.item, shown.part
    if not isinstance(part, ArticlePart):
        return
    yield from byline_facts(item, part.authors)
    if translations := shown.links["translations"].items:
        links = (named_link(one.url, language_name(one.language)) for one in translations)
        yield _("Also in"), ", ".join(links)
    if item.cover:
        yield _("Cover"), f"![{escape_markdown(item.cover.alt)}]({site_url(reverse('picture', args=[item.cover.pk]))})"


def byline_facts(article: Article, authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    if authors:
        yield _("Authors"), ", ".join(map(escape_markdown, authors))
    if article.section:
        yield _("Section"), escape_markdown(article.section.name)
    yield _("Language"), escape_markdown(language_name(article.language))


def tool_facts(shown: Shown) -> Iterator[tuple[str, str]]:
    item, part = shown.item, shown.part
    if not isinstance(part, ToolPart):
        return
    told = [(_("Vendor"), item.vendor), (_("Licence"), item.licence)]
    yield from ((label, escape_markdown(text)) for label, text in told if text)
    addresses = [(_("Homepage"), item.homepage), (_("Repository"), item.repository)]
    yield from ((label, outside_link(url, "")) for label, url in addresses if is_web_address(url))
    if part.categories:
        yield _("Categories"), ", ".join(escape_markdown(one.name) for one in part.categories)


def text_blocks(shown: Shown) -> Blocks:
    """The texts in the order of their columns; only the first has no heading of its own."""
    absolute = partial(join, site_url(item_url(shown.item.item_type, shown.item.slug)))
    for name, source in shown.markdown().items():
        text = portable_markdown(source, shown.targets, absolute)
        if text.strip() and name == "ai_use":
            yield f"## {_('What AI does there')}"
        yield text.strip()


def step_blocks(shown: Shown) -> Blocks:
    steps = shown.part.steps if isinstance(shown.part, PathPart) else []
    if steps:
        yield f"## {_('Steps')}"
    for number, one in enumerate(steps, start=1):
        yield from step_head(number, one.step, level=3)
        yield "\n".join(map(item_link, (*one.articles, *one.skills)))


def step_head(number: int, step: Step, *, level: int) -> Blocks:
    need = _("required") if step.is_required else _("optional")
    hours = f", {_('hours')}: {step.hours}" if step.hours else ""
    yield f"{'#' * level} {number}. {escape_markdown(step.title)}"
    yield f"({need}{hours})"
    yield from plain_blocks(step.note)


def figure_blocks(shown: Shown) -> Blocks:
    figures = shown.part.figures if isinstance(shown.part, FiguresPart) else []
    if not figures:
        return
    other = "occupation" if isinstance(shown.item, Industry) else "industry"
    title = _("Occupation") if other == "occupation" else _("Industry")
    head = f"| {title} | {_('Measure')} | {_('Value')} | {_('Year')} | {_('Source')} |\n| --- | --- | --- | --- | --- |"
    yield f"## {_('Figures')}"
    yield "\n".join([head, *(figure_row(figure, getattr(figure, other)) for figure in figures)])


def figure_row(figure: Figure, other: Industry | Occupation) -> str:
    value = _("not released") if figure.value is None else plain_number(figure.value)
    name = named_link(item_url(other.item_type, other.slug), other.name)
    cells = (name, str(figure.get_measure_display()), value, str(figure.year), escape_markdown(figure.source))
    return f"| {' | '.join(cells)} |"


def source_blocks(shown: Shown, *, level: int = 2) -> Blocks:
    if not (origin := origin_of(shown.item)):
        return
    yield f"{'#' * level} {_('Source')}"
    yield _("This text was first published elsewhere.")
    yield fact_list((label, outside_link(url, text)) for label, text, url in origin.facts)
    yield from plain_blocks(origin.disclaimer)


def link_blocks(shown: Shown) -> Blocks:
    links = shown_links(shown)
    for name, title in LINK_TITLES.items():
        if found := links.get(name):
            more = [f"- {named_link(found.all_url, _('All'))}"] if found.all_url else []
            yield f"## {title}"
            yield "\n".join([*map(item_link, found.items), *more])


def resource_blocks(shown: Shown) -> Blocks:
    resources = shown.attached.resources
    if resources:
        yield f"## {_('Elsewhere')}"
        yield "\n".join(
            f"- {outside_link(one.url, one.title)} ({escape_markdown(str(one.get_kind_display()))})"
            for one in resources
        )


def note_blocks(shown: Shown) -> Blocks:
    notes = shown.attached.notes
    if notes:
        yield f"## {_('What changed')}"
        yield "\n".join(f"- {day_of(note.at)}: {escape_markdown(note.text)}" for note in notes)


BLOCKS: tuple[Callable[[Shown], Blocks], ...] = (
    head_blocks,
    text_blocks,
    step_blocks,
    figure_blocks,
    source_blocks,
    link_blocks,
    resource_blocks,
    note_blocks,
)


def plain_blocks(text: str) -> Blocks:
    """Plain text in paragraphs, each with its lines."""
    for paragraph in text.split("\n\n"):
        yield "\\\n".join(escape_markdown(line) for line in paragraph.splitlines() if line.strip())


def item_link(one: NamedItem) -> str:
    return f"- {named_link(one.url, one.name)}"


def named_link(path: str, name: str) -> str:
    """A link to a page of our own."""
    return f"[{escape_markdown(name)}]({site_url(path)})"


def outside_link(url: str, text: str) -> str:
    """Text alone where the address may be no link; in angle brackets, parentheses in an address do no harm."""
    if not is_web_address(url):
        return escape_markdown(text)
    address = url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"[{escape_markdown(text)}](<{address}>)" if text else f"<{address}>"
