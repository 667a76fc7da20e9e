"""TeX to MathML, without JavaScript: latex2mathml builds the tree, only known elements and attributes are written."""

import html
import re
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from .costs import Purse
from .escaping import escape_text
from .limits import MAX_FORMULA_CHARACTERS, MAX_FORMULA_DEPTH, MAX_FORMULAS, MAX_FORMULAS_CHARACTERS

MATH_ELEMENTS = frozenset(
    [
        "math",
        "menclose",
        "mfrac",
        "mi",
        "mmultiscripts",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mprescripts",
        "mroot",
        "mrow",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "none",
    ]
)
MATH_ATTRIBUTES = frozenset(
    [
        "accent",
        "accentunder",
        "columnalign",
        "columnlines",
        "columnspacing",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathbackground",
        "mathcolor",
        "mathsize",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowlines",
        "rowspacing",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
    ]
)
_VALUE = re.compile(r"[-+#.%a-zA-Z0-9 ]{1,60}")
# Definitions last for one formula only, so nobody needs them; nested ones grow without bound.
_DEFINITION = re.compile(r"\\(?:(?:re)?new(?:command|environment)|def|let|DeclareMathOperator|require)(?![a-zA-Z])")


class TooDeepError(ValueError):
    """A formula nests deeper than MAX_FORMULA_DEPTH."""


class Formulas:
    """Converts the formulas of one document until its budget is used up."""

    def __init__(self) -> None:
        self.formulas_left = MAX_FORMULAS
        self.characters_left = MAX_FORMULAS_CHARACTERS

    def html(self, tex: str, purse: Purse, *, display: str) -> str:
        """MathML for the formula; its escaped source in `code.math` when it cannot be converted.

        display: "inline" or "block". Raises TooCostlyError.
        """
        tex = tex.strip()
        mathml = self._mathml(tex, purse, display) if self._is_affordable(tex) else None
        return mathml or f'<code class="math">{escape_text(tex)}</code>'

    def _is_affordable(self, tex: str) -> bool:
        if not self.formulas_left or len(tex) > min(self.characters_left, MAX_FORMULA_CHARACTERS):
            return False
        return not _DEFINITION.search(tex)

    def _mathml(self, tex: str, purse: Purse, display: str) -> str | None:
        self.formulas_left -= 1
        self.characters_left -= len(tex)
        purse.spend("tex", len(tex))
        try:
            return _written(convert_to_element(tex, display=display), 0)
        except Exception:  # noqa: BLE001  a dozen own errors and any of Python's: malformed TeX is the writer's text
            return None


def _written(element: Element, depth: int) -> str:
    """The element as HTML. latex2mathml's own writer is not used: it unescapes, so a `<` would become markup."""
    if depth > MAX_FORMULA_DEPTH:
        raise TooDeepError(depth)
    inner = escape_text(html.unescape(element.text or "")) + "".join(_written(child, depth + 1) for child in element)
    if element.tag not in MATH_ELEMENTS:
        return inner
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in MATH_ATTRIBUTES and _VALUE.fullmatch(value)
    )
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>"
