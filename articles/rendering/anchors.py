"""Several texts on one page: each was rendered by itself, so two may have the same anchors."""

import re
from collections.abc import Collection, Sequence

from django.utils.safestring import SafeString, mark_safe

# Sanitised HTML has no such sign unescaped but those of its tags.
_TAG = re.compile(r"<[a-z][^<>]*>")
_ID = re.compile(r'(?<= )id="([^"]*)"')
_ANCHOR = re.compile(r'(?<= )(?P<start>id="|href="#)(?P<name>[^"]*)"')


def distinct_anchors(texts: Sequence[str]) -> list[SafeString]:
    """The texts in their order; an anchor that an earlier one has gets the number of its own text in front.

    texts: from `fill_references`, nothing else.
    """
    taken: set[str] = set()
    found = []
    for number, text in enumerate(texts, start=1):
        names = {name for tag in _TAG.findall(text) for name in _ID.findall(tag)}
        found.append(rename_anchors(text, names & taken, f"text-{number}-"))
        taken |= names
    return found


def rename_anchors(text: str, names: Collection[str], prefix: str) -> SafeString:
    """The text with the prefix on these anchors and on the links that lead to them."""

    def renamed(match: re.Match[str]) -> str:
        return f'{match["start"]}{prefix if match["name"] in names else ""}{match["name"]}"'

    html = _TAG.sub(lambda tag: _ANCHOR.sub(renamed, tag.group()), text) if names else text
    return mark_safe(html)  # noqa: S308  sanitised HTML with letters put into its anchors
