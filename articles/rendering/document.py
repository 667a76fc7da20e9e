"""A whole source to HTML, headings, text and reading time."""

from django.utils.safestring import SafeString

from .escaping import escape_text
from .limits import MAX_HTML_CHARACTERS_BASE, MAX_HTML_FACTOR
from .parser import OPTIONS, parse, parse_line
from .reading import reading_minutes
from .references import fill_references
from .results import Heading, Rendered
from .sanitising import sanitise
from .source import clean_text, is_oversized
from .tokens import AddressPass, assign_heading_ids, document_text, make_figures, mark_bare_addresses, name_tables
from .writer import PREFORMATTED, HtmlWriter


def render_markdown(source: str) -> Rendered:
    """The rendered source. Never raises, and always gives the same result for the same source.

    References stay unfilled, see `fill_references`. A source beyond the limits of `limits.py` comes out preformatted.
    """
    source = clean_text(source)
    rendered = None if is_oversized(source) else _rendered(source)
    return rendered or _preformatted(source)


def render_inline(source: str) -> SafeString:
    """One line of Markdown, safe to put into a page: emphasis, code and links; pictures and references become their text."""
    tokens = parse_line(clean_text(source))
    AddressPass((), len(source)).run(tokens)
    return fill_references(clean_text(sanitise(HtmlWriter().render(tokens, OPTIONS, {}))), {}, {})


def _rendered(source: str) -> Rendered | None:
    tokens = parse(source)
    headings = assign_heading_ids(tokens)
    AddressPass(headings, len(source)).run(tokens)
    mark_bare_addresses(tokens)
    make_figures(tokens)
    name_tables(tokens)
    html = HtmlWriter().render(tokens, OPTIONS, {})
    if len(html) > MAX_HTML_CHARACTERS_BASE + MAX_HTML_FACTOR * len(source):
        return None
    return _result(html, headings, document_text(tokens))


def _preformatted(source: str) -> Rendered:
    text = " ".join(source.split())
    return _result(PREFORMATTED.format(escape_text(source)) if text else "", (), text)


def _result(html: str, headings: tuple[Heading, ...], text: str) -> Rendered:
    # Cleaned again: an entity or a formula can name a character that the source did not hold.
    text = clean_text(text)
    return Rendered(clean_text(sanitise(html)), headings, text, reading_minutes(text))
