"""A whole source to HTML, headings, text and reading time."""

from django.utils.safestring import SafeString
from markdown_it.utils import EnvType

from .costs import Purse
from .guards import budget_of, env_of
from .parser import OPTIONS, parse, parse_line
from .reading import reading_minutes
from .references import fill_references, without_slugs
from .results import Rendered
from .sanitising import sanitise
from .source import clean_characters
from .tokens import AddressPass, assign_heading_ids, document_text, make_figures, mark_bare_addresses, name_tables
from .writer import HtmlWriter


def render_markdown(source: str, env: EnvType | None = None, *, purse: Purse | None = None) -> Rendered:
    """The rendered source; always the same for the same source. References stay unfilled, see `fill_references`.

    env: what the parser is to keep what it counts in. purse: what several texts may cost together. Raises TooCostlyError and nothing else.
    """
    source, env = clean_characters(source), env_of(purse) if env is None else env
    tokens = parse(source, env)
    headings = assign_heading_ids(tokens)
    AddressPass(headings, len(source)).run(tokens)
    mark_bare_addresses(tokens)
    make_figures(tokens)
    name_tables(tokens)
    html = HtmlWriter().render(tokens, OPTIONS, env)
    budget_of(env).purse.spend("html", len(html))
    # Cleaned again: an entity or a formula can name a character that the source did not hold.
    text = clean_characters(document_text(tokens))
    return Rendered(clean_characters(sanitise(html)), headings, text, reading_minutes(text))


def render_inline(source: str) -> SafeString:
    """One line of Markdown, safe to put into a page: emphasis, code and links; pictures and references become their text."""
    return fill_references(unfilled_inline(source), {}, {})


def unfilled_inline(source: str) -> str:
    """As above, for `fill_references`: with its references still to be filled in. One by slug becomes its label."""
    tokens = parse_line(clean_characters(source))
    AddressPass((), len(source)).run(tokens)
    html = clean_characters(sanitise(HtmlWriter().render(tokens, OPTIONS, {})))
    return without_slugs(html)
