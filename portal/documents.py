"""An item as one Markdown document: what its page shows, for programs and for reading elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Figure, Resource, Step
from articles.reading.items.attached import PublicNote
from articles.reading.items.links import NamedItem
from articles.reading.sitemap import changed_at
from articles.reading.texts import item_url
from articles.rendering import escape_markdown
from portal.absolute_urls import site_url
from portal.languages import language_name
from portal.origin import origin_of
from portal.templatetags.site import is_web_address, plain_number

# Relation -> heading, in the order of the page; translations stand at the top.
LINK_TITLES: dict[str, Any] = {
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

type Parts = Mapping[str, Any]
type Blocks = Iterator[str]


def write_document(item: Any, parts: Parts) -> str:
    """parts: `texts` in Markdown, `links`, `aliases`, `resources`, and what only the item's type has, as on its page."""
    return join_blocks(block for make in BLOCKS for block in make(item, parts))


def join_blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def head_blocks(item: Any, parts: Parts) -> Blocks:
    yield f"# {escape_markdown(item.display_name)}"
    yield escape_markdown(item.summary)
    facts = [*common_facts(item, parts), *article_facts(item, parts), *tool_facts(item, parts)]
    yield fact_list(facts)


def fact_list(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {label}: {value}" for label, value in facts)


def common_facts(item: Any, parts: Parts) -> Iterator[tuple[str, str]]:
    yield _("Page"), f"<{site_url(item_url(item.item_type, item.slug))}>"
    if parts["aliases"]:
        yield _("Also called"), ", ".join(escape_markdown(alias.name) for alias in parts["aliases"])
    if group := getattr(item, "group", None):
        yield _("Group"), escape_markdown(group.name)
    yield _("Published"), day_of(item.publish_at)
    yield _("Last updated"), day_of(changed_at(item))


def day_of(instant: datetime) -> str:
    """The day in the portal's zone, as on the page."""
    return localdate(instant).isoformat()


def article_facts(item: Any, parts: Parts) -> Iterator[tuple[str, str]]:
    if item.item_type != "article":
        return
    yield from byline_facts(item, parts["authors"])
    if translations := parts["links"]["translations"].items:
        links = (named_link(one.url, language_name(one.language)) for one in translations)
        yield _("Also in"), ", ".join(links)
    if item.cover:
        yield _("Cover"), f"![{escape_markdown(item.cover.alt)}]({site_url(reverse('picture', args=[item.cover.pk]))})"


def byline_facts(article: Any, authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    if authors:
        yield _("Authors"), ", ".join(map(escape_markdown, authors))
    if article.section:
        yield _("Section"), escape_markdown(article.section.name)
    yield _("Language"), escape_markdown(language_name(article.language))


def tool_facts(item: Any, parts: Parts) -> Iterator[tuple[str, str]]:
    if item.item_type != "tool":
        return
    told = [(_("Vendor"), item.vendor), (_("Licence"), item.licence)]
    yield from ((label, escape_markdown(text)) for label, text in told if text)
    addresses = [(_("Homepage"), item.homepage), (_("Repository"), item.repository)]
    yield from ((label, outside_link(url, "")) for label, url in addresses if is_web_address(url))
    if parts["categories"]:
        yield _("Categories"), ", ".join(escape_markdown(one.name) for one in parts["categories"])


def text_blocks(_item: Any, parts: Parts) -> Blocks:
    """The texts in the order of their columns; only the first has no heading of its own."""
    for name, text in parts["texts"].items():
        if text.strip() and name == "ai_use":
            yield f"## {_('What AI does there')}"
        yield text.strip()


def step_blocks(_item: Any, parts: Parts) -> Blocks:
    steps = parts.get("steps", [])
    if steps:
        yield f"## {_('Steps')}"
    for number, shown in enumerate(steps, start=1):
        yield from step_head(number, shown.step, level=3)
        yield "\n".join(item_link(one) for one in (*shown.articles, *shown.skills))


def step_head(number: int, step: Step, *, level: int) -> Blocks:
    need = _("required") if step.is_required else _("optional")
    hours = f", {_('hours')}: {step.hours}" if step.hours else ""
    yield f"{'#' * level} {number}. {escape_markdown(step.title)}"
    yield f"({need}{hours})"
    yield from plain_blocks(step.note)


def figure_blocks(item: Any, parts: Parts) -> Blocks:
    figures: list[Figure] = parts.get("figures", [])
    if not figures:
        return
    other = "occupation" if item.item_type == "industry" else "industry"
    title = _("Occupation") if other == "occupation" else _("Industry")
    head = f"| {title} | {_('Measure')} | {_('Value')} | {_('Year')} | {_('Source')} |\n| --- | --- | --- | --- | --- |"
    yield f"## {_('Figures')}"
    yield "\n".join([head, *(figure_row(figure, getattr(figure, other)) for figure in figures)])


def figure_row(figure: Figure, other: Any) -> str:
    value = _("not released") if figure.value is None else plain_number(figure.value)
    name = named_link(item_url(other.item_type, other.slug), other.name)
    cells = (name, str(figure.get_measure_display()), value, str(figure.year), escape_markdown(figure.source))
    return f"| {' | '.join(cells)} |"


def source_blocks(item: Any, _parts: Parts, *, level: int = 2) -> Blocks:
    if not (origin := origin_of(item)):
        return
    yield f"{'#' * level} {_('Source')}"
    yield _("This text was first published elsewhere.")
    yield fact_list((label, outside_link(url, text)) for label, text, url in origin.facts)
    yield from plain_blocks(origin.disclaimer)


def link_blocks(_item: Any, parts: Parts) -> Blocks:
    for name, title in LINK_TITLES.items():
        if shown := parts["links"].get(name):
            more = [f"- {named_link(shown.all_url, _('All'))}"] if shown.all_url else []
            yield f"## {title}"
            yield "\n".join([*map(item_link, shown.items), *more])


def resource_blocks(_item: Any, parts: Parts) -> Blocks:
    resources: list[Resource] = parts["resources"]
    if resources:
        yield f"## {_('Elsewhere')}"
        yield "\n".join(
            f"- {outside_link(one.url, one.title)} ({escape_markdown(str(one.get_kind_display()))})"
            for one in resources
        )


def note_blocks(_item: Any, parts: Parts) -> Blocks:
    notes: list[PublicNote] = parts["notes"]
    if notes:
        yield f"## {_('What changed')}"
        yield "\n".join(f"- {day_of(note.at)}: {escape_markdown(note.text)}" for note in notes)


BLOCKS: tuple[Callable[[Any, Parts], Blocks], ...] = (
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
